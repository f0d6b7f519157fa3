package vectors

import "time"

// Now is the present of the vectors of the kind "clock".
var Now = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
