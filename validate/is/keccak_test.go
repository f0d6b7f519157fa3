package is

import (
	"encoding/hex"
	"strings"
	"testing"
)

// TestKeccak256 compares with published hashes: those of the Keccak team's test vectors and of Ethereum's documents.
func TestKeccak256(t *testing.T) {
	for message, want := range map[string]string{
		"":                                  "c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470",
		"abc":                               "4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45",
		"\xcc":                              "eead6dbfc7340a56caedc044696a168870549a6a7f6f56961e84a54bd9970b8a",
		"Transfer(address,address,uint256)": "ddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef",
		strings.Repeat("a", keccakRate-1):   "34367dc248bbd832f4e3e69dfaac2f92638bd0bbd18f2912ba4ef454919cf446",
	} {
		hash := keccak256([]byte(message))
		if got := hex.EncodeToString(hash[:]); got != want {
			t.Errorf("keccak256(%q) = %s, want %s", message, got, want)
		}
	}
}
