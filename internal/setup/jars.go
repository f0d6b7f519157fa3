package main

import (
	"context"
	"fmt"
	"path/filepath"
	"runtime"
	"strings"

	"github.com/typedml/typedml/internal/interop/java"
	"github.com/typedml/typedml/internal/interop/requirements"
)

// lacks says why an environment cannot be had on this system, "" when it can.
func lacks(e requirements.Environment) string {
	if e.Asked() == "" {
		return ""
	}
	if runtime.GOOS == "windows" {
		return "its server is started by a shell script, which Windows does not run"
	}
	if _, err := java.Find(); err != nil {
		return err.Error()
	}
	return ""
}

// inSpark are the groups that Spark's own package has: they are not downloaded again.
const inSpark = "org.*:*,com.*:*,commons-*:*,javax.*:*,io.airlift:*"

// resolveJars downloads the environment's Java archives with Spark's resolver; the program that it then runs prints a
// version and ends.
func (e environment) resolveJars(ctx context.Context) error {
	asked := e.Asked()
	if asked == "" {
		return nil
	}
	submit := command(ctx, e.SparkSubmit(e.cache), "--class", "org.apache.hadoop.util.VersionInfo",
		"--packages", asked, "--exclude-packages", inSpark, "--conf", "spark.jars.ivy="+filepath.Join(e.Dir(e.cache), "ivy"), "spark-internal")
	submit.Env = append(submit.Env, "SPARK_HOME="+e.SparkHome(e.cache), "SPARK_LOCAL_IP=127.0.0.1")
	if said, err := submit.CombinedOutput(); err != nil {
		return fmt.Errorf("%s: %w\n%s", asked, err, tail(said))
	}
	jars, err := e.Jars()
	if err != nil {
		return err
	}
	for _, j := range jars {
		if _, err := e.Jar(e.cache, j); err != nil {
			return err
		}
	}
	return nil
}

func tail(said []byte) string {
	text := strings.TrimSpace(string(said))
	return text[max(0, len(text)-2000):]
}
