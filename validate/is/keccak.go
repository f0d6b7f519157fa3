package is

import "math/bits"

// keccakRate is the length of a block of Keccak-256 in bytes: 1600 bits less twice the hash's.
const keccakRate = 136

// keccak256 returns the Keccak-256 hash of a message shorter than a block, padded as before FIPS 202.
func keccak256(message []byte) (hash [32]byte) {
	var lanes [25]uint64
	for i, b := range message {
		lanes[i/8] ^= uint64(b) << (i % 8 * 8)
	}
	lanes[len(message)/8] ^= 1 << (len(message) % 8 * 8)
	lanes[keccakRate/8-1] ^= 1 << 63
	for _, constant := range keccakRounds {
		keccakRound(&lanes, constant)
	}
	for i := range hash {
		hash[i] = byte(lanes[i/8] >> (i % 8 * 8))
	}
	return hash
}

// keccakRound is one round of Keccak-f[1600]; lane (x, y) of the specification is lanes[x+5*y].
func keccakRound(lanes *[25]uint64, constant uint64) {
	// θ: each lane takes up the parity of two columns.
	var parity [5]uint64
	for x := range parity {
		parity[x] = lanes[x] ^ lanes[x+5] ^ lanes[x+10] ^ lanes[x+15] ^ lanes[x+20]
	}
	for x := range parity {
		mix := parity[(x+4)%5] ^ bits.RotateLeft64(parity[(x+1)%5], 1)
		for y := 0; y < 25; y += 5 {
			lanes[x+y] ^= mix
		}
	}
	// ρ and π: the lanes but the first rotate and move along one cycle.
	moving := lanes[1]
	for i, to := range keccakCycle {
		lanes[to], moving = bits.RotateLeft64(moving, int(keccakRotations[i])), lanes[to]
	}
	// χ: each row is mixed with itself.
	for y := 0; y < 25; y += 5 {
		a, b, c, d, e := lanes[y], lanes[y+1], lanes[y+2], lanes[y+3], lanes[y+4]
		lanes[y], lanes[y+1], lanes[y+2], lanes[y+3], lanes[y+4] = a^c&^b, b^d&^c, c^e&^d, d^a&^e, e^b&^a
	}
	// ι: the round's constant breaks the symmetry.
	lanes[0] ^= constant
}

// keccakCycle is where the lane at 1 goes, and that of there, and so on; keccakRotations is by how much each rotates.
var (
	keccakCycle     = [24]uint8{10, 7, 11, 17, 18, 3, 5, 16, 8, 21, 24, 4, 15, 23, 19, 13, 12, 2, 20, 14, 22, 9, 6, 1}
	keccakRotations = [24]uint8{1, 3, 6, 10, 15, 21, 28, 36, 45, 55, 2, 14, 27, 41, 56, 8, 25, 43, 62, 18, 39, 61, 20, 44}
)

var keccakRounds = [24]uint64{
	0x0000000000000001, 0x0000000000008082, 0x800000000000808a, 0x8000000080008000,
	0x000000000000808b, 0x0000000080000001, 0x8000000080008081, 0x8000000000008009,
	0x000000000000008a, 0x0000000000000088, 0x0000000080008009, 0x000000008000000a,
	0x000000008000808b, 0x800000000000008b, 0x8000000000008089, 0x8000000000008003,
	0x8000000000008002, 0x8000000000000080, 0x000000000000800a, 0x800000008000000a,
	0x8000000080008081, 0x8000000000008080, 0x0000000080000001, 0x8000000080008008,
}
