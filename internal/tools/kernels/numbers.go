package main

import (
	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	. "github.com/mmcloughlin/avo/reg"
)

const (
	window   = 48 // bytes of text that a number needs before and behind its end
	half     = 16 // bytes of a half of a register, and digits that are joined in it
	heads    = 4  // as many digits as a number has before its last sixteen, at most
	rowShift = 5  // a row of the table of powers has 32 bytes
)

// bytes is a read-only table.
func bytes(name string, data []byte) Mem {
	table := GLOBL(name, RODATA|NOPTR)
	for i, b := range data {
		DATA(i, U8(b))
	}
	return table
}

// broadcast is a register whose bytes repeat the pattern.
func broadcast(name string, pattern ...byte) VecVirtual {
	table := make([]byte, 2*half)
	for i := range table {
		table[i] = pattern[i%len(pattern)]
	}
	y := YMM()
	VMOVDQU(bytes(name, table), y)
	return y
}

// none is the index that VPSHUFB answers with 0.
const none = 0x80

// headRows select the digits before the last sixteen, as the last of a register, from the text of a number: row sign + 2*n has
// those of a number with 16+n decimal places, n up to 3: the digit before the point and n behind it.
func headRows() (rows []byte) {
	for n := range heads {
		for sign := range 2 {
			row := make([]byte, half)
			for i := range row {
				row[i] = none
			}
			at := half - n - 1
			row[at] = byte(sign)
			for i := range n {
				row[at+1+i] = byte(sign + 2 + i)
			}
			rows = append(rows, row...)
		}
	}
	return rows
}

// placeRows select the first n bytes as the last of a register, n from 0 to 15.
func placeRows() (rows []byte) {
	for n := range half {
		for i := range half {
			if from := i - (half - n); from >= 0 {
				rows = append(rows, byte(from))
			} else {
				rows = append(rows, none)
			}
		}
	}
	return rows
}

// numbers writes the reader of lists of doubles: see plain in package jsonio, whose numbers it reads where they have one digit
// before the point and 1 to 18 behind it, or 19 behind a 0. One load finds where a number ends, so that the next one begins
// while the digits of this one are joined; the nearest double is found as shortest does.
func numbers() {
	TEXT("plainAVX2", NOSPLIT, "func(dst []float64, text []byte, tenths *[20][4]uint64) (count, next int)")
	Pragma("noescape")
	Doc("plainAVX2 is plain, of the numbers that numbers.go of internal/tools/kernels says. Behind what ends the last one, and a space, is next.")
	heads, places := bytes("heads", headRows()), bytes("places", placeRows())
	zeros := broadcast("zeros", '0')
	commas := broadcast("commas", ',')
	digits, greatest := broadcast("digits", 0x80-'0'), broadcast("greatest", 0x80+9) // as the least signed bytes
	pairs, fours, eights := broadcast("pairs", 10, 1), broadcast("fours", 100, 0, 1, 0), broadcast("eights", 10000&0xff, 10000>>8, 1, 0)

	dst := Mem{Base: Load(Param("dst").Base(), GP64())}
	full := Load(Param("dst").Len(), GP64())
	LEAQ(Mem{Base: dst.Base, Index: full, Scale: 8}, full)
	at := Mem{Base: Load(Param("text").Base(), GP64())}
	last := Load(Param("text").Len(), GP64())
	LEAQ(Mem{Base: at.Base, Index: last, Scale: 1, Disp: -window}, last)
	tenths := Load(Param("tenths"), GP64())
	headTable, scale := GP64(), GP64()
	LEAQ(heads, headTable)
	MOVQ(U64(1e16), scale)

	Label("number")
	CMPQ(at.Base, last)
	JA(LabelRef("stop"))
	CMPQ(dst.Base, full)
	JAE(LabelRef("stop"))

	Comment("The next number begins behind a comma: to look for it is sooner than to look for what ends this one.")
	y, others := YMM(), YMM()
	comma := GP32()
	VPCMPEQB(at, commas, others)
	VPMOVMSKB(others, comma)
	TZCNTL(comma, comma)
	Comment("Which bytes are no digits: the sign, the point, and what ends the number, behind the third byte.")
	VMOVDQU(at, y)
	VPADDB(digits, y, others)
	VPCMPGTB(greatest, others, others)
	mask, length := GP32(), GP32()
	VPMOVMSKB(others, mask)
	MOVL(mask, length)
	ANDL(I8(-8), length)
	TZCNTL(length, length)
	sign := GP32()
	XORL(sign, sign)
	CMPB(at, Imm('-'))
	SETEQ(sign.As8())
	number, behind := Mem{Base: GP64()}, Mem{Base: at.Base, Index: length.As64(), Scale: 1}
	LEAQ(Mem{Base: at.Base, Index: sign.As64(), Scale: 1}, number.Base)
	SHRXL(sign, mask, mask)
	ANDL(Imm(7), mask)
	CMPL(mask, Imm(2))
	JNE(LabelRef("stop"))
	CMPB(number.Offset(1), Imm('.'))
	JNE(LabelRef("stop"))
	CMPL(length, comma)
	JNE(LabelRef("last"))
	Label("ended")
	n := GP32() // places behind the point
	LEAL(Mem{Base: length, Disp: -2}, n)
	SUBL(sign, n)

	w := GP64()
	row := GP32()
	CMPL(n, Imm(half))
	JB(LabelRef("short"))
	CMPL(n, Imm(18))
	JA(LabelRef("nineteen"))
	Label("fits")

	Comment("The last sixteen digits in the upper half, those before them in the lower one.")
	both := YMM()
	LEAL(Mem{Base: sign, Index: n, Scale: 2, Disp: -2 * half}, row)
	SHLL(Imm(4), row)
	VPSHUFB(Mem{Base: headTable, Index: row.As64(), Scale: 1}, y.AsX(), both.AsX())
	VINSERTI128(Imm(1), behind.Offset(-half), both, both)
	VPSUBUSB(zeros, both, both)
	joinDigits(both, pairs, fours, eights)
	VMOVQ(both.AsX(), w)
	SHRQ(Imm(32), w)
	high := XMM()
	VEXTRACTI128(Imm(1), both, high)
	value := joined(high)
	IMULQ(scale, w)
	ADDQ(value, w)
	JMP(LabelRef("nearest"))

	Label("short")
	low := XMM()
	VMOVDQU(number.Offset(2), low)
	MOVL(n, row)
	SHLL(Imm(4), row)
	table := GP64()
	LEAQ(places, table)
	VPSHUFB(Mem{Base: table, Index: row.As64(), Scale: 1}, low, low)
	VPSUBUSB(zeros.AsX(), low, low)
	joinDigits(low, pairs.AsX(), fours.AsX(), eights.AsX())
	value = joined(low)
	MOVBQZX(number, w)
	SUBQ(Imm('0'), w)
	LEAQ(powersOfTen(), table)
	IMULQ(Mem{Base: table, Index: n.As64(), Scale: 8}, w)
	ADDQ(value, w)

	Label("nearest")
	bits := GP64()
	MOVQ(w, bits)
	TESTQ(w, w)
	JZ(LabelRef("store"))
	power := Mem{Base: GP64()}
	MOVL(n, power.Base.(GPVirtual).As32())
	SHLQ(Imm(rowShift), power.Base)
	ADDQ(tenths, power.Base)
	zerosAhead := GP64()
	LZCNTQ(w, zerosAhead)
	SHLXQ(zerosAhead, w, w)
	MOVQ(w, RDX)
	productLow, product := GP64(), GP64()
	MULXQ(power, productLow, product)
	open := GP32()
	MOVL(product.As32(), open)
	INCL(open)
	TESTL(U32(0x1ff), open)
	JZ(LabelRef("wide"))
	Label("product")
	upper, shift := GP64(), GP64()
	MOVQ(product, upper)
	SHRQ(Imm(63), upper)
	LEAQ(Mem{Base: upper, Disp: 9}, shift)
	SHRXQ(shift, product, bits)
	INCQ(bits) // to even, where it is halfway, does not come up: such a number has 15 digits before the point
	SHRQ(Imm(1), bits)
	ADDQ(power.Offset(16), upper)
	SUBQ(zerosAhead, upper)
	SHLQ(Imm(52), upper)
	ADDQ(upper, bits)

	Label("store")
	SHLQ(Imm(63), sign.As64())
	ORQ(sign.As64(), bits)
	MOVQ(bits, dst)
	ADDQ(Imm(8), dst.Base)
	LEAQ(Mem{Base: at.Base, Index: comma.As64(), Scale: 1, Disp: 1}, at.Base)
	CMPB(at, Imm(' '))
	JNE(LabelRef("number"))
	INCQ(at.Base)
	JMP(LabelRef("number"))

	Label("nineteen") // places, which are all the digits behind a 0
	CMPL(n, Imm(19))
	JNE(LabelRef("stop"))
	CMPB(number, Imm('0'))
	JE(LabelRef("fits"))
	JMP(LabelRef("stop"))

	Label("last") // the list may end here
	CMPB(behind, Imm(']'))
	JNE(LabelRef("stop"))
	MOVL(length, comma)
	LEAQ(dst.Offset(8), full)
	JMP(LabelRef("ended"))

	Label("wide") // the lower half of the power counts
	carried := GP64()
	MOVQ(w, RDX)
	MULXQ(power.Offset(8), carried, carried)
	ADDQ(carried, productLow)
	ADCQ(Imm(0), product)
	JMP(LabelRef("product"))

	Label("stop")
	VZEROUPPER()
	SUBQ(Load(Param("text").Base(), GP64()), at.Base)
	SUBQ(Load(Param("dst").Base(), GP64()), dst.Base)
	SHRQ(Imm(3), dst.Base)
	Store(dst.Base, Return("count"))
	Store(at.Base, Return("next"))
	RET()
}

// joinDigits joins the digits of a register to pairs, pairs to fours, fours to eights: each half then begins with the two of its
// sixteen digits.
func joinDigits(x VecVirtual, pairs, fours, eights Op) {
	VPMADDUBSW(pairs, x, x)
	VPMADDWD(fours, x, x)
	VPACKUSDW(x, x, x)
	VPMADDWD(eights, x, x)
}

// joined is the value of sixteen digits of which a register holds the first and the last eight.
func joined(x VecVirtual) GPVirtual {
	all, first, scale := GP64(), GP64(), GP64()
	VMOVQ(x, all)
	MOVL(all.As32(), first.As32())
	SHRQ(Imm(32), all)
	IMUL3Q(U32(1e8), first, scale)
	ADDQ(scale, all)
	return all
}

// powersOfTen are those up to 10^15.
func powersOfTen() Mem {
	table := GLOBL("tens", RODATA|NOPTR)
	for i, power := 0, uint64(1); i < half; i, power = i+1, power*10 {
		DATA(i*8, U64(power))
	}
	return table
}
