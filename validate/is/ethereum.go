package is

// EthereumAddress reports whether s is 0x and 40 hexadecimal digits in any case (eth_addr).
func EthereumAddress(s string) bool { return len(s) == 42 && s[:2] == "0x" && hexDigits.all(s[2:]) }

// EthereumChecksum reports whether s is an Ethereum address whose letters have the cases that EIP-55 computes
// (eth_addr_checksum).
func EthereumChecksum(s string) bool {
	if !EthereumAddress(s) {
		return false
	}
	var lower [40]byte
	for i := range lower {
		lower[i] = s[2+i] | 0x20
	}
	hash := keccak256(lower[:])
	for i := range lower {
		nibble := hash[i/2] >> (4 - i%2*4) & 15
		if upper := s[2+i] <= 'F'; s[2+i] > '9' && upper != (nibble > 7) {
			return false
		}
	}
	return true
}
