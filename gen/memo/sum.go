package memo

import (
	"crypto/sha256"
	"encoding/binary"
	"hash"
	"math"
	"reflect"
	"slices"
	"strings"
)

// Sum is a SHA-256 sum.
type Sum [sha256.Size]byte

// SumOf sums bytes.
func SumOf(data []byte) Sum { return sha256.Sum256(data) }

// sumOf sums plain data: what pointers point to, maps in the order of their keys, unexported fields as well. Functions,
// channels and cycles are no plain data.
func sumOf(tool Sum, v any) Sum {
	h := hasher{hash: sha256.New()}
	_, _ = h.hash.Write(tool[:])
	h.value(reflect.ValueOf(v))
	return Sum(h.hash.Sum(nil))
}

type hasher struct {
	hash hash.Hash
	buf  [8]byte
}

func (h *hasher) number(n uint64) {
	binary.LittleEndian.PutUint64(h.buf[:], n)
	_, _ = h.hash.Write(h.buf[:])
}

func (h *hasher) text(s string) {
	h.number(uint64(len(s)))
	_, _ = h.hash.Write([]byte(s))
}

func (h *hasher) value(v reflect.Value) {
	h.number(uint64(v.Kind()))
	switch v.Kind() {
	case reflect.Bool:
		if v.Bool() {
			h.number(1)
		} else {
			h.number(0)
		}
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		h.number(uint64(v.Int()))
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		h.number(v.Uint())
	case reflect.Float32, reflect.Float64:
		h.number(math.Float64bits(v.Float()))
	case reflect.String:
		h.text(v.String())
	default:
		h.composed(v)
	}
}

func (h *hasher) composed(v reflect.Value) {
	switch v.Kind() {
	case reflect.Struct:
		h.text(v.Type().String())
		for i := range v.NumField() {
			h.value(v.Field(i))
		}
	case reflect.Slice, reflect.Array:
		h.number(uint64(v.Len()))
		for i := range v.Len() {
			h.value(v.Index(i))
		}
	case reflect.Map:
		keys := v.MapKeys()
		slices.SortFunc(keys, func(a, b reflect.Value) int { return strings.Compare(a.String(), b.String()) })
		h.number(uint64(len(keys)))
		for _, k := range keys {
			h.text(k.String())
			h.value(v.MapIndex(k))
		}
	case reflect.Pointer, reflect.Interface:
		if v.IsNil() {
			h.number(0)
			return
		}
		h.number(1)
		h.value(v.Elem())
	}
}
