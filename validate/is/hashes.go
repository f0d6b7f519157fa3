package is

// MD4 reports whether s is an MD4 hash, RFC 1320: 32 hexadecimal digits in lower case (md4).
func MD4(s string) bool { return hexLower.many(s, 32) }

// MD5 reports whether s is an MD5 hash, RFC 1321: 32 hexadecimal digits in lower case (md5).
func MD5(s string) bool { return hexLower.many(s, 32) }

// SHA256 reports whether s is a SHA-256 hash, FIPS 180-4: 64 hexadecimal digits in lower case (sha256).
func SHA256(s string) bool { return hexLower.many(s, 64) }

// SHA384 reports whether s is a SHA-384 hash, FIPS 180-4: 96 hexadecimal digits in lower case (sha384).
func SHA384(s string) bool { return hexLower.many(s, 96) }

// SHA512 reports whether s is a SHA-512 hash, FIPS 180-4: 128 hexadecimal digits in lower case (sha512).
func SHA512(s string) bool { return hexLower.many(s, 128) }

// RIPEMD128 reports whether s is a RIPEMD-128 hash: 32 hexadecimal digits in lower case (ripemd128).
func RIPEMD128(s string) bool { return hexLower.many(s, 32) }

// RIPEMD160 reports whether s is a RIPEMD-160 hash: 40 hexadecimal digits in lower case (ripemd160).
func RIPEMD160(s string) bool { return hexLower.many(s, 40) }

// Tiger128 reports whether s is a Tiger/128 hash: 32 hexadecimal digits in lower case (tiger128).
func Tiger128(s string) bool { return hexLower.many(s, 32) }

// Tiger160 reports whether s is a Tiger/160 hash: 40 hexadecimal digits in lower case (tiger160).
func Tiger160(s string) bool { return hexLower.many(s, 40) }

// Tiger192 reports whether s is a Tiger/192 hash: 48 hexadecimal digits in lower case (tiger192).
func Tiger192(s string) bool { return hexLower.many(s, 48) }
