package columns

import "math/bits"

// Bitmap is a run of bits, least significant bit of each byte first, that starts Offset bits into Bits.
// As validity a set bit means "not null", and the zero Bitmap means that every value is valid.
type Bitmap struct {
	Bits   []byte
	Offset int
}

// Get returns bit i; i must be inside the bitmap.
func (m Bitmap) Get(i int) bool {
	i += m.Offset
	return m.Bits[i>>3]&(1<<(i&7)) != 0
}

// zeros counts the unset bits of [start, end).
func (m Bitmap) zeros(start, end int) int {
	set := 0
	i, stop := start+m.Offset, end+m.Offset
	for ; i < stop && i&7 != 0; i++ {
		set += int(m.Bits[i>>3] >> (i & 7) & 1)
	}
	for ; i+8 <= stop; i += 8 {
		set += bits.OnesCount8(m.Bits[i>>3])
	}
	for ; i < stop; i++ {
		set += int(m.Bits[i>>3] >> (i & 7) & 1)
	}
	return end - start - set
}

// slice returns the bitmap from bit start on, with whole bytes cut off.
func (m Bitmap) slice(start int) Bitmap {
	if m.Bits == nil {
		return m
	}
	start += m.Offset
	return Bitmap{Bits: m.Bits[start>>3:], Offset: start & 7}
}

// appendBit appends bit number n (the count of bits so far) to an unshifted bitmap.
func appendBit(b []byte, n int, v bool) []byte {
	if n&7 == 0 {
		b = append(b, 0)
	}
	if v {
		b[n>>3] |= 1 << (n & 7)
	}
	return b
}

// appendOnes appends set bits until the bitmap of n bits has m of them.
func appendOnes(b []byte, n, m int) []byte {
	for ; n < m && n&7 != 0; n++ {
		b[n>>3] |= 1 << (n & 7)
	}
	for ; n+8 <= m; n += 8 {
		b = append(b, 0xff)
	}
	for ; n < m; n++ {
		b = appendBit(b, n, true)
	}
	return b
}

// truncateBits cuts b to n bits and clears the bits past them in its last byte.
func truncateBits(b []byte, n int) []byte {
	b = b[:(n+7)>>3]
	if n&7 != 0 {
		b[len(b)-1] &= 1<<(n&7) - 1
	}
	return b
}
