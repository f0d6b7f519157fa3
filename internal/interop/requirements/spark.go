package requirements

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// SparkHome returns the folder of Spark's scripts and archives in the environment.
func (e Environment) SparkHome(cache string) string {
	found, _ := filepath.Glob(filepath.Join(e.Dir(cache), "lib", "python3.*", "site-packages", "pyspark")) // the pattern is sound
	if len(found) == 0 {
		return filepath.Join(e.Dir(cache), "lib", "python3", "site-packages", "pyspark")
	}
	return found[0]
}

// SparkSubmit returns the script that starts programs of Spark.
func (e Environment) SparkSubmit(cache string) string {
	return filepath.Join(e.SparkHome(cache), "bin", "spark-submit")
}

// Jar returns the path of a Java archive in the environment.
func (e Environment) Jar(cache string, jar Package) (string, error) {
	group, artifact, _ := strings.Cut(jar.Name, ":")
	path := filepath.Join(e.Dir(cache), "ivy", "jars", group+"_"+artifact+"-"+jar.Version+".jar")
	if _, err := os.Stat(path); err != nil {
		return "", fmt.Errorf("%s:%s was not downloaded: %w", jar.Name, jar.Version, err)
	}
	return path, nil
}
