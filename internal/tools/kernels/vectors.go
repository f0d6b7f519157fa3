package main

import (
	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	. "github.com/mmcloughlin/avo/reg"
)

const (
	lanes     = 16 // of float64, in four registers
	registers = 4
	inYMM     = lanes / registers
)

// vectors writes the sums and bounds of package validate/vec. Sums keep its order of summation, lane by lane, and use no fused
// multiply-add, so that their results have the bits of the Go code.
func vectors() {
	for _, e := range []element{doubles(), singles()} {
		e.sum("sum", "is the sum of x", func(VecVirtual) {})
		e.sum("sumSquares", "is the sum of the squares of x", func(y VecVirtual) { VMULPD(y, y, y) })
		e.bounds()
	}
}

// element is what depends on the type of a list's elements: all are computed with as float64.
type element struct {
	suffix, list string // of the functions' names, the type of the list
	size         int    // bytes
	masks        Mem
	load         func(from Mem, y VecVirtual)       // four elements
	selected     func(mask, from Mem, y VecVirtual) // those of four that the mask selects, 0 for the rest
}

func doubles() element {
	table := maskTable("masks64", 8, U64(0), ^U64(0))
	return element{
		list: "[]float64", size: 8, masks: table,
		load: func(from Mem, y VecVirtual) { VMOVUPD(from, y) },
		selected: func(mask, from Mem, y VecVirtual) {
			m := YMM()
			VMOVUPD(mask, m)
			VMASKMOVPD(from, m, y)
		},
	}
}

func singles() element {
	table := maskTable("masks32", 4, U32(0), ^U32(0))
	return element{
		suffix: "32", list: "[]float32", size: 4, masks: table,
		load: func(from Mem, y VecVirtual) { VCVTPS2PD(from, y) },
		selected: func(mask, from Mem, y VecVirtual) {
			m, narrow := XMM(), XMM()
			VMOVUPS(mask, m)
			VMASKMOVPS(from, m, narrow)
			VCVTPS2PD(narrow, y)
		},
	}
}

// maskTable is sixteen words of ones before sixteen of zeros: read n words before the zeros, it selects n elements.
func maskTable(name string, size int, zeros, ones Constant) Mem {
	table := GLOBL(name, RODATA|NOPTR)
	for i := range 2 * lanes {
		word := zeros
		if i < lanes {
			word = ones
		}
		DATA(i*size, word)
	}
	return table
}

// block is where the elements of a register stand in their block of sixteen.
func (e element) block(at Mem, register int) Mem { return at.Offset(register * inYMM * e.size) }

// sum writes a kernel that adds terms of the elements to sixteen lanes, and folds these.
func (e element) sum(name, doc string, term func(VecVirtual)) {
	name += e.suffix + "AVX2"
	TEXT(name, NOSPLIT, "func(x "+e.list+") float64")
	Pragma("noescape")
	Doc(name + " " + doc + ".")
	at := Mem{Base: Load(Param("x").Base(), GP64())}
	n := Load(Param("x").Len(), GP64())
	acc := make([]VecVirtual, registers)
	for i := range acc {
		acc[i] = YMM()
		VXORPD(acc[i], acc[i], acc[i])
	}
	Label("loop")
	CMPQ(n, Imm(lanes))
	JL(LabelRef("rest"))
	for i := range acc {
		y := YMM()
		e.load(e.block(at, i), y)
		term(y)
		VADDPD(y, acc[i], acc[i])
	}
	ADDQ(Imm(uint64(lanes*e.size)), at.Base)
	SUBQ(Imm(lanes), n)
	JMP(LabelRef("loop"))

	Label("rest") // lanes that have no element add 0
	TESTQ(n, n)
	JZ(LabelRef("fold"))
	mask := Mem{Base: GP64()}
	LEAQ(e.masks.Offset(lanes*e.size), mask.Base)
	IMUL3Q(Imm(uint64(e.size)), n, n)
	SUBQ(n, mask.Base)
	for i := range acc {
		y := YMM()
		e.selected(e.block(mask, i), e.block(at, i), y)
		term(y)
		VADDPD(y, acc[i], acc[i])
	}

	Label("fold")
	low := fold(acc, VADDPD)
	VZEROUPPER()
	Store(low, ReturnIndex(0))
	RET()
}

// bounds writes a kernel for lists of sixteen elements and more. What is left behind the last whole block is read as the
// sixteen elements at the end: to see one twice changes nothing.
func (e element) bounds() {
	name := "bounds" + e.suffix + "AVX2"
	TEXT(name, NOSPLIT, "func(x "+e.list+") (least, greatest float64)")
	Pragma("noescape")
	Doc(name + " is the least and the greatest element of x, which has sixteen or more, both NaN where an element is.")
	at := Mem{Base: Load(Param("x").Base(), GP64())}
	last := Mem{Base: Load(Param("x").Len(), GP64())}
	IMUL3Q(Imm(uint64(e.size)), last.Base, last.Base)
	ADDQ(at.Base, last.Base)
	SUBQ(Imm(uint64(lanes*e.size)), last.Base)
	least, greatest, nan := make([]VecVirtual, registers), make([]VecVirtual, registers), YMM()
	VXORPD(nan, nan, nan)
	for i := range registers {
		least[i], greatest[i] = YMM(), YMM()
		e.load(e.block(at, i), least[i])
		VMOVAPD(least[i], greatest[i])
	}
	see := func(at Mem) {
		for i := range registers {
			y, unordered := YMM(), YMM()
			e.load(e.block(at, i), y)
			VMINPD(y, least[i], least[i])
			VMAXPD(y, greatest[i], greatest[i])
			VCMPPD(Imm(3), y, y, unordered)
			VORPD(unordered, nan, nan)
		}
	}
	Label("loop")
	CMPQ(at.Base, last.Base)
	JAE(LabelRef("end"))
	see(at)
	ADDQ(Imm(uint64(lanes*e.size)), at.Base)
	JMP(LabelRef("loop"))

	Label("end")
	see(last)
	all := fold([]VecVirtual{nan}, VORPD)
	zero := XMM()
	VXORPD(zero, zero, zero)
	found := []Register{fold(least, VMINPD), fold(greatest, VMAXPD)}
	for _, bound := range found {
		VADDSD(zero, bound, bound) // -0 is 0
		VORPD(all, bound, bound)   // all ones are a NaN
	}
	VZEROUPPER()
	for i, bound := range found {
		Store(bound, ReturnIndex(i))
	}
	RET()
}

// fold brings lanes together in the package's order: the upper half of them to the lower one, until one is left.
func fold(acc []VecVirtual, with func(...Op)) Register {
	for n := len(acc) / 2; n > 0; n /= 2 {
		for i := range n {
			with(acc[i+n], acc[i], acc[i])
		}
	}
	high, low := XMM(), acc[0].AsX()
	VEXTRACTF128(Imm(1), acc[0], high)
	with(high, low, low)
	VPERMILPD(Imm(1), low, high)
	with(high, low, low)
	return low
}
