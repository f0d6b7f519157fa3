package columns

// sliceInto makes s the values [start, end) of c, sharing its memory.
func (c *Column) sliceInto(s *Column, start, end int, st *state) {
	*s = Column{kind: c.kind, frozen: true, absent: c.absent, n: end - start, field: c.field, path: c.path, st: st}
	if c.absent {
		s.nulls = s.n
		return
	}
	if c.masked {
		s.nulls = c.valid.zeros(start, end)
		if s.nulls > 0 {
			s.masked = true
			s.valid = c.valid.slice(start)
		}
	}
	switch c.kind {
	case Bool:
		s.bits = c.bits.slice(start)
	case Int8:
		s.i8 = c.i8[start:end:end]
	case Int16:
		s.i16 = c.i16[start:end:end]
	case Int32, Date:
		s.i32 = c.i32[start:end:end]
	case Int64, Timestamp, Duration:
		s.i64 = c.i64[start:end:end]
	case Uint8:
		s.u8 = c.u8[start:end:end]
	case Uint16:
		s.u16 = c.u16[start:end:end]
	case Uint32:
		s.u32 = c.u32[start:end:end]
	case Uint64:
		s.u64 = c.u64[start:end:end]
	case Float32:
		s.f32 = c.f32[start:end:end]
	case Float64:
		s.f64 = c.f64[start:end:end]
	case Decimal:
		s.dec = c.dec[start:end:end]
	case String, Bytes:
		s.offsets, s.data = c.offsets[start:end+1:end+1], c.data
	default:
		c.sliceNested(s, start, end, st)
	}
}

func (c *Column) sliceNested(s *Column, start, end int, st *state) {
	switch c.kind {
	case List, Map:
		s.offsets = c.offsets[start : end+1 : end+1]
		s.child = new(Column)
		c.child.sliceInto(s.child, 0, c.child.n, st)
		if c.keys != nil {
			s.keys = new(Column)
			c.keys.sliceInto(s.keys, 0, c.keys.n, st)
		}
	case FixedList:
		s.child = new(Column)
		c.child.sliceInto(s.child, start*c.field.Length, end*c.field.Length, st)
	case Struct:
		s.strct = c.strct.slice(start, end, st)
	}
}
