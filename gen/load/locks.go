package load

import "go/types"

// lockIn returns the type that must not be copied which a value holds, at any depth: one of package sync or sync/atomic, or a lock of
// the user's, whose pointer has the methods Lock and Unlock.
func lockIn(t types.Type) string {
	switch u := types.Unalias(t).(type) {
	case *types.Array:
		return lockIn(u.Elem())
	case *types.Named:
		pkg := u.Obj().Pkg()
		if pkg != nil && (pkg.Path() == "sync" && u.Obj().Name() != "Locker" || pkg.Path() == "sync/atomic") {
			return pkg.Name() + "." + u.Obj().Name()
		}
		if locks(u) {
			return u.Obj().Name()
		}
		return lockIn(u.Underlying())
	case *types.Struct:
		for f := range u.Fields() {
			if lock := lockIn(f.Type()); lock != "" {
				return lock
			}
		}
	}
	return ""
}

// locks reports whether a pointer to the type is a lock, and the type is none itself.
func locks(n *types.Named) bool {
	if types.IsInterface(n) {
		return false
	}
	has := func(t types.Type, name string) bool {
		m, _, _ := types.LookupFieldOrMethod(t, false, n.Obj().Pkg(), name)
		f, ok := m.(*types.Func)
		return ok && f.Signature().Params().Len() == 0 && f.Signature().Results().Len() == 0
	}
	pointer := types.NewPointer(n)
	return has(pointer, "Lock") && has(pointer, "Unlock") && !has(n, "Lock")
}
