package is

import (
	"crypto/sha256"
	"math/bits"
	"strings"
)

// base58 holds the digits of Bitcoin's base 58 by value.
const base58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"

// BitcoinAddress reports whether s is a Bitcoin address in Base58Check: 26 to 35 digits, the first 1 or 3, whose lowest
// 25 bytes end in their checksum (btc_addr).
func BitcoinAddress(s string) bool {
	if len(s) < 26 || len(s) > 35 || s[0] != '1' && s[0] != '3' {
		return false
	}
	var number [4]uint64 // the lowest word first; what exceeds 25 bytes does not count
	for i := range len(s) {
		digit := strings.IndexByte(base58, s[i])
		if digit < 0 {
			return false
		}
		carry := uint64(digit)
		for j, word := range number {
			high, low := bits.Mul64(word, 58)
			sum, over := bits.Add64(low, carry, 0)
			number[j], carry = sum, high+over
		}
	}
	var address [25]byte
	for i := range address {
		address[24-i] = byte(number[i/8] >> (i % 8 * 8))
	}
	once := sha256.Sum256(address[:21])
	twice := sha256.Sum256(once[:])
	return [4]byte(twice[:4]) == [4]byte(address[21:])
}

// bech32 holds the digits of Bech32 in lower case by value.
const bech32 = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"

// BitcoinBech32 reports whether s is a Bitcoin segregated-witness address, BIP 173: Bech32 with its checksum, in one
// case, with the prefix bc, a witness version up to 16 and a program of 2 to 40 bytes (btc_addr_bech32).
func BitcoinBech32(s string) bool {
	if len(s) < 10 || len(s) > 79 || s[:3] != "bc1" && s[:3] != "BC1" {
		return false
	}
	upper, data := s[0] == 'B', s[3:]
	checksum := uint32(1)
	for _, value := range [5]uint32{3, 3, 0, 2, 3} { // bc
		checksum = bech32Step(checksum, value)
	}
	version := -1
	for i := range len(data) {
		c := data[i]
		if letters.has(c) {
			if minuscules.has(c) == upper {
				return false
			}
			c |= 0x20
		}
		digit := strings.IndexByte(bech32, c)
		if digit < 0 {
			return false
		}
		if i == 0 {
			version = digit
		}
		checksum = bech32Step(checksum, uint32(digit))
	}
	if checksum != 1 || version > 16 || version == 0 && len(s) != 42 && len(s) != 62 {
		return false
	}
	switch len(s) % 8 {
	case 0, 3, 5: // no number of bytes has that many digits
		return false
	}
	program := (len(data) - 1 - 6) * 5 / 8
	return 2 <= program && program <= 40
}

// bech32Step takes one more value into a checksum of BIP 173.
func bech32Step(checksum, value uint32) uint32 {
	top := checksum >> 25
	checksum = checksum&(1<<25-1)<<5 ^ value
	for i, generator := range [5]uint32{0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3} {
		if top>>i&1 != 0 {
			checksum ^= generator
		}
	}
	return checksum
}
