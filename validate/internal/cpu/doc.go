// Package cpu says what the processor can that not every one of its kind can. Where there is no assembly it is empty.
package cpu
