// Package java finds the Java that the Spark server needs.
package java

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
)

// oldest is the oldest version that Spark 4 runs on.
const oldest = 17

// Find returns the path of java, of JAVA_HOME or on PATH, in version 17 or newer.
func Find() (string, error) {
	path := filepath.Join(os.Getenv("JAVA_HOME"), "bin", "java")
	if os.Getenv("JAVA_HOME") == "" {
		var err error
		if path, err = exec.LookPath("java"); err != nil {
			return "", fmt.Errorf("there is no Java %d or newer; on Debian: apt-get install openjdk-17-jre-headless", oldest)
		}
	}
	said, err := exec.Command(path, "-version").CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("%s does not run: %w", path, err)
	}
	v, err := version(string(said))
	if err != nil {
		return "", fmt.Errorf("%s: %w", path, err)
	}
	if v < oldest {
		return "", fmt.Errorf("%s is Java %d, and %d or newer is needed", path, v, oldest)
	}
	return path, nil
}

var quoted = regexp.MustCompile(`version "(?:1\.)?(\d+)`)

// version reads what java -version says: 17 of "17.0.15", 8 of "1.8.0_402".
func version(said string) (int, error) {
	m := quoted.FindStringSubmatch(said)
	if m == nil {
		return 0, errors.New("it does not say its version")
	}
	return strconv.Atoi(m[1])
}
