//go:build amd64 && !purego

package cpu

//go:generate go run -C ../../../internal/tools/kernels . -for cpu -out ../../../validate/internal/cpu/cpu_amd64.s -stubs ../../../validate/internal/cpu/cpu_amd64.go -pkg cpu

// What the kernels use: AVX2, whose registers the system has to save, and with it BMI1, BMI2 and LZCNT.
var (
	AVX2 = detect()
	Bits = AVX2 && detectBits()
)

func detect() bool {
	const osxsave, avx, avx2, saved = 1 << 27, 1 << 28, 1 << 5, 6
	if last, _, _, _ := cpuid(0, 0); last < 7 {
		return false
	}
	if _, _, c, _ := cpuid(1, 0); c&osxsave == 0 || c&avx == 0 || xgetbv()&saved != saved {
		return false
	}
	_, b, _, _ := cpuid(7, 0)
	return b&avx2 != 0
}

func detectBits() bool {
	const bmi1, bmi2, lzcnt, extended = 1 << 3, 1 << 8, 1 << 5, 0x80000001
	if last, _, _, _ := cpuid(0x80000000, 0); last < extended {
		return false
	}
	_, b, _, _ := cpuid(7, 0)
	_, _, c, _ := cpuid(extended, 0)
	return b&bmi1 != 0 && b&bmi2 != 0 && c&lzcnt != 0
}
