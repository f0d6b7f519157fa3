package pipeline

import "time"

// wide is a row of 47 features, as in the schema drift that this project exists for.
//
//typedml:schema name=drift.wide version=1.0.0
type wide struct {
	ID  string    `json:"id" validate:"required" feature:"key"`
	At  time.Time `json:"at" feature:"timestamp"`
	F01 float64   `json:"f01" check:"finite"`
	F02 float64   `json:"f02" check:"finite"`
	F03 float64   `json:"f03" check:"finite"`
	F04 float64   `json:"f04" check:"finite"`
	F05 float64   `json:"f05" check:"finite"`
	F06 float64   `json:"f06" check:"finite"`
	F07 float64   `json:"f07" check:"finite"`
	F08 float64   `json:"f08" check:"finite"`
	F09 float64   `json:"f09" check:"finite"`
	F10 float64   `json:"f10" check:"finite"`
	F11 float64   `json:"f11" check:"finite"`
	F12 float64   `json:"f12" check:"finite"`
	F13 float64   `json:"f13" check:"finite"`
	F14 float64   `json:"f14" check:"finite"`
	F15 float64   `json:"f15" check:"finite"`
	F16 float64   `json:"f16" check:"finite"`
	F17 float64   `json:"f17" check:"finite"`
	F18 float64   `json:"f18" check:"finite"`
	F19 float64   `json:"f19" check:"finite"`
	F20 float64   `json:"f20" check:"finite"`
	F21 float64   `json:"f21" check:"finite"`
	F22 float64   `json:"f22" check:"finite"`
	F23 float64   `json:"f23" check:"finite"`
	F24 float64   `json:"f24" check:"finite"`
	F25 float64   `json:"f25" check:"finite"`
	F26 float64   `json:"f26" check:"finite"`
	F27 float64   `json:"f27" check:"finite"`
	F28 float64   `json:"f28" check:"finite"`
	F29 float64   `json:"f29" check:"finite"`
	F30 float64   `json:"f30" check:"finite"`
	F31 float64   `json:"f31" check:"finite"`
	F32 float64   `json:"f32" check:"finite"`
	F33 float64   `json:"f33" check:"finite"`
	F34 float64   `json:"f34" check:"finite"`
	F35 float64   `json:"f35" check:"finite"`
	F36 float64   `json:"f36" check:"finite"`
	F37 float64   `json:"f37" check:"finite"`
	F38 float64   `json:"f38" check:"finite"`
	F39 float64   `json:"f39" check:"finite"`
	F40 float64   `json:"f40" check:"finite"`
	F41 float64   `json:"f41" check:"finite"`
	F42 float64   `json:"f42" check:"finite"`
	F43 float64   `json:"f43" check:"finite"`
	F44 float64   `json:"f44" check:"finite"`
	F45 float64   `json:"f45" check:"finite"`
	F46 float64   `json:"f46" check:"finite"`
	F47 float64   `json:"f47" check:"finite"`
	Bad bool      `json:"bad" feature:"label"`
}

// narrow is wide with the last feature gone.
//
//typedml:schema name=drift.narrow version=1.1.0
type narrow struct {
	ID  string    `json:"id" validate:"required" feature:"key"`
	At  time.Time `json:"at" feature:"timestamp"`
	F01 float64   `json:"f01" check:"finite"`
	F02 float64   `json:"f02" check:"finite"`
	F03 float64   `json:"f03" check:"finite"`
	F04 float64   `json:"f04" check:"finite"`
	F05 float64   `json:"f05" check:"finite"`
	F06 float64   `json:"f06" check:"finite"`
	F07 float64   `json:"f07" check:"finite"`
	F08 float64   `json:"f08" check:"finite"`
	F09 float64   `json:"f09" check:"finite"`
	F10 float64   `json:"f10" check:"finite"`
	F11 float64   `json:"f11" check:"finite"`
	F12 float64   `json:"f12" check:"finite"`
	F13 float64   `json:"f13" check:"finite"`
	F14 float64   `json:"f14" check:"finite"`
	F15 float64   `json:"f15" check:"finite"`
	F16 float64   `json:"f16" check:"finite"`
	F17 float64   `json:"f17" check:"finite"`
	F18 float64   `json:"f18" check:"finite"`
	F19 float64   `json:"f19" check:"finite"`
	F20 float64   `json:"f20" check:"finite"`
	F21 float64   `json:"f21" check:"finite"`
	F22 float64   `json:"f22" check:"finite"`
	F23 float64   `json:"f23" check:"finite"`
	F24 float64   `json:"f24" check:"finite"`
	F25 float64   `json:"f25" check:"finite"`
	F26 float64   `json:"f26" check:"finite"`
	F27 float64   `json:"f27" check:"finite"`
	F28 float64   `json:"f28" check:"finite"`
	F29 float64   `json:"f29" check:"finite"`
	F30 float64   `json:"f30" check:"finite"`
	F31 float64   `json:"f31" check:"finite"`
	F32 float64   `json:"f32" check:"finite"`
	F33 float64   `json:"f33" check:"finite"`
	F34 float64   `json:"f34" check:"finite"`
	F35 float64   `json:"f35" check:"finite"`
	F36 float64   `json:"f36" check:"finite"`
	F37 float64   `json:"f37" check:"finite"`
	F38 float64   `json:"f38" check:"finite"`
	F39 float64   `json:"f39" check:"finite"`
	F40 float64   `json:"f40" check:"finite"`
	F41 float64   `json:"f41" check:"finite"`
	F42 float64   `json:"f42" check:"finite"`
	F43 float64   `json:"f43" check:"finite"`
	F44 float64   `json:"f44" check:"finite"`
	F45 float64   `json:"f45" check:"finite"`
	F46 float64   `json:"f46" check:"finite"`
	Bad bool      `json:"bad" feature:"label"`
}

// retypedWide is wide with a feature that became a bool.
//
//typedml:schema name=drift.retyped version=2.0.0
type retypedWide struct {
	ID  string    `json:"id" validate:"required" feature:"key"`
	At  time.Time `json:"at" feature:"timestamp"`
	F01 float64   `json:"f01" check:"finite"`
	F02 float64   `json:"f02" check:"finite"`
	F03 float64   `json:"f03" check:"finite"`
	F04 float64   `json:"f04" check:"finite"`
	F05 float64   `json:"f05" check:"finite"`
	F06 float64   `json:"f06" check:"finite"`
	F07 float64   `json:"f07" check:"finite"`
	F08 float64   `json:"f08" check:"finite"`
	F09 float64   `json:"f09" check:"finite"`
	F10 float64   `json:"f10" check:"finite"`
	F11 float64   `json:"f11" check:"finite"`
	F12 float64   `json:"f12" check:"finite"`
	F13 float64   `json:"f13" check:"finite"`
	F14 float64   `json:"f14" check:"finite"`
	F15 float64   `json:"f15" check:"finite"`
	F16 float64   `json:"f16" check:"finite"`
	F17 float64   `json:"f17" check:"finite"`
	F18 float64   `json:"f18" check:"finite"`
	F19 float64   `json:"f19" check:"finite"`
	F20 float64   `json:"f20" check:"finite"`
	F21 float64   `json:"f21" check:"finite"`
	F22 float64   `json:"f22" check:"finite"`
	F23 float64   `json:"f23" check:"finite"`
	F24 float64   `json:"f24" check:"finite"`
	F25 float64   `json:"f25" check:"finite"`
	F26 float64   `json:"f26" check:"finite"`
	F27 float64   `json:"f27" check:"finite"`
	F28 float64   `json:"f28" check:"finite"`
	F29 float64   `json:"f29" check:"finite"`
	F30 float64   `json:"f30" check:"finite"`
	F31 float64   `json:"f31" check:"finite"`
	F32 float64   `json:"f32" check:"finite"`
	F33 float64   `json:"f33" check:"finite"`
	F34 float64   `json:"f34" check:"finite"`
	F35 float64   `json:"f35" check:"finite"`
	F36 float64   `json:"f36" check:"finite"`
	F37 float64   `json:"f37" check:"finite"`
	F38 float64   `json:"f38" check:"finite"`
	F39 float64   `json:"f39" check:"finite"`
	F40 float64   `json:"f40" check:"finite"`
	F41 float64   `json:"f41" check:"finite"`
	F42 float64   `json:"f42" check:"finite"`
	F43 float64   `json:"f43" check:"finite"`
	F44 float64   `json:"f44" check:"finite"`
	F45 float64   `json:"f45" check:"finite"`
	F46 float64   `json:"f46" check:"finite"`
	F47 bool      `json:"f47"`
	Bad bool      `json:"bad" feature:"label"`
}
