// Kernels writes kernels_amd64.s and kernels_amd64.go of package validate/vec: sums over long lists in AVX2. They keep the
// package's order of summation, lane by lane, and use no fused multiply-add, so that their results have the bits of the Go
// code.
package main

import (
	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	. "github.com/mmcloughlin/avo/reg"
)

const (
	lanes  = 16 // of float64, in four registers
	inYMM  = 4
	double = 8 // bytes
)

func main() {
	Package("github.com/typedml/typedml/internal/tools/kernels")
	ConstraintExpr("amd64,!purego")
	masks := maskTable()
	sum("sumAVX2", "sumAVX2 is the sum of x.", masks, func(VecVirtual) {})
	sum("sumSquaresAVX2", "sumSquaresAVX2 is the sum of the squares of x.", masks, func(y VecVirtual) { VMULPD(y, y, y) })
	cpuid()
	xgetbv()
	Generate()
}

// maskTable is sixteen words of ones before sixteen of zeros: read n words before the zeros, it selects n elements.
func maskTable() Mem {
	table := GLOBL("masks", RODATA|NOPTR)
	for i := range 2 * lanes {
		word := U64(0)
		if i < lanes {
			word = ^U64(0)
		}
		DATA(i*double, word)
	}
	return table
}

// sum writes a kernel that adds terms of the elements to sixteen lanes, and folds these.
func sum(name, doc string, masks Mem, term func(VecVirtual)) {
	TEXT(name, NOSPLIT, "func(x []float64) float64")
	Pragma("noescape")
	Doc(doc)
	at := Mem{Base: Load(Param("x").Base(), GP64())}
	n := Load(Param("x").Len(), GP64())
	acc := make([]VecVirtual, lanes/inYMM)
	for i := range acc {
		acc[i] = YMM()
		VXORPD(acc[i], acc[i], acc[i])
	}
	Label("loop")
	CMPQ(n, Imm(lanes))
	JL(LabelRef("rest"))
	for i := range acc {
		y := YMM()
		VMOVUPD(at.Offset(i*inYMM*double), y)
		term(y)
		VADDPD(y, acc[i], acc[i])
	}
	ADDQ(Imm(lanes*double), at.Base)
	SUBQ(Imm(lanes), n)
	JMP(LabelRef("loop"))

	Label("rest") // lanes that have no element add 0
	TESTQ(n, n)
	JZ(LabelRef("fold"))
	mask := Mem{Base: GP64()}
	LEAQ(masks.Offset(lanes*double), mask.Base)
	SHLQ(Imm(3), n)
	SUBQ(n, mask.Base)
	for i := range acc {
		m, y := YMM(), YMM()
		VMOVUPD(mask.Offset(i*inYMM*double), m)
		VMASKMOVPD(at.Offset(i*inYMM*double), m, y)
		term(y)
		VADDPD(y, acc[i], acc[i])
	}

	Label("fold")
	VADDPD(acc[2], acc[0], acc[0])
	VADDPD(acc[3], acc[1], acc[1])
	VADDPD(acc[1], acc[0], acc[0])
	high, low := XMM(), acc[0].AsX()
	VEXTRACTF128(Imm(1), acc[0], high)
	VADDPD(high, low, low)
	VPERMILPD(Imm(1), low, high)
	VADDSD(high, low, low)
	VZEROUPPER()
	Store(low, ReturnIndex(0))
	RET()
}

func cpuid() {
	TEXT("cpuid", NOSPLIT, "func(leaf, sub uint32) (a, b, c, d uint32)")
	Doc("cpuid asks the processor what it can.")
	Load(Param("leaf"), EAX)
	Load(Param("sub"), ECX)
	CPUID()
	Store(EAX, Return("a"))
	Store(EBX, Return("b"))
	Store(ECX, Return("c"))
	Store(EDX, Return("d"))
	RET()
}

func xgetbv() {
	TEXT("xgetbv", NOSPLIT, "func() (low uint32)")
	Doc("xgetbv says which registers the system saves.")
	XORL(ECX, ECX)
	XGETBV()
	Store(EAX, Return("low"))
	RET()
}
