//go:build amd64 && !purego

package jsonio

import "github.com/typedml/typedml/validate/internal/cpu"

//go:generate go run -C ../../internal/tools/kernels . -for jsonio -out ../../../validate/jsonio/kernels_amd64.s -stubs ../../../validate/jsonio/kernels_amd64.go -pkg jsonio

// plain reads what the kernel knows, and the numbers between in Go: a list of which the kernel knows none in a row is left to Go.
func plain(dst []float64, text []byte) (count, end int) {
	if !cpu.Bits {
		return plainGo(dst, text)
	}
	for next := 0; ; {
		n, ahead := plainAVX2(dst[count:], text[next:], &tenths)
		if n > 0 {
			count += n
			next += ahead
			end = next - 1
			if text[end] == ' ' {
				end--
			}
			if text[end] != ',' {
				return count, end
			}
		}
		rest := dst[count:]
		if n > 0 {
			rest = rest[:min(1, len(rest))]
		}
		m, length := plainGo(rest, text[next:])
		if m > 0 {
			count += m
			end = next + length
		}
		if n == 0 || m == 0 || text[end] != ',' {
			return count, end
		}
		next = end + 1
		if text[next] == ' ' {
			next++
		}
	}
}
