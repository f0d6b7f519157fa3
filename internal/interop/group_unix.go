//go:build unix

package interop

import (
	"os/exec"
	"syscall"
)

// supervise runs the command "$@" in a group of its own, as MLflow's server has some ten processes, and ends the group
// when standard input ends: that is when the test says so, and when the test program is gone for whatever reason, such as
// Ctrl-C. It asks, and after ten seconds insists.
const supervise = `
exec 3<&0
"$@" </dev/null 3<&- &
server=$!
trap : TERM
{ cat >/dev/null; kill -TERM 0; sleep 10; kill -KILL 0; } <&3 &
while kill -0 $server 2>/dev/null; do wait $server; done
kill -KILL 0
`

// supervised returns the command under supervision.
func supervised(cmd *exec.Cmd) *exec.Cmd {
	s := exec.Command("sh", append([]string{"-c", supervise, "sh", cmd.Path}, cmd.Args[1:]...)...)
	s.Dir, s.Env = cmd.Dir, cmd.Env
	s.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	return s
}

func kill(cmd *exec.Cmd) { _ = syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) } // gone already: fine
