//go:build !amd64 || purego

package jsonio

func plain(dst []float64, text []byte) (count, end int) { return plainGo(dst, text) }
