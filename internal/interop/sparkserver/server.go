// Package sparkserver starts a real Spark Connect server with Delta: one for all tests of a package, or for a program.
package sparkserver

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/typedml/typedml/internal/interop"
	"github.com/typedml/typedml/internal/interop/java"
	"github.com/typedml/typedml/internal/interop/requirements"
	"github.com/typedml/typedml/internal/sparkconnect"
	"github.com/typedml/typedml/pipeline/train/wheel"
)

// Variable is the environment variable that names a running server, host:port: tests use that instead of their own.
const Variable = "TYPEDML_SPARK_SERVER"

// A Server is a Spark Connect server on 127.0.0.1.
type Server struct {
	Address string // host:port
	process *interop.Server
	dir     string
}

// Launch starts a server of the pinned version; its tables lie in a temporary folder, and are gone with it. It takes ten
// to twenty seconds and 2 GB of memory. The caller ends it by [Server.Stop].
func Launch(ctx context.Context) (*Server, error) {
	e, err := requirements.Find("spark")
	if err != nil {
		return nil, err
	}
	cache, err := wheel.CacheDir()
	if err != nil {
		return nil, err
	}
	if !e.Ready(cache) {
		return nil, fmt.Errorf("no %s in %s; make setup installs it", e.About, e.Dir(cache))
	}
	if _, err := java.Find(); err != nil {
		return nil, err
	}
	port, err := interop.UnusedPort()
	if err != nil {
		return nil, err
	}
	s := &Server{Address: "127.0.0.1:" + strconv.Itoa(port)}
	if s.dir, err = os.MkdirTemp("", "typedml-spark"); err != nil {
		return nil, err
	}
	cmd, err := command(e, cache, s.dir, port)
	if err == nil {
		s.process, err = interop.Launch(ctx, cmd, port, "", filepath.Join(s.dir, "server.log"))
	}
	if err != nil {
		return nil, errors.Join(err, os.RemoveAll(s.dir))
	}
	return s, nil
}

// command is the server. One partition for the states of Delta tables, which are small here, makes each commit quicker.
// Spark would keep the plans of the last 1000 statements for its pages, which fills the memory when these are long.
func command(e requirements.Environment, cache, dir string, port int) (*exec.Cmd, error) {
	jars, err := e.Jars()
	if err != nil {
		return nil, err
	}
	var paths []string
	for _, j := range jars {
		path, err := e.Jar(cache, j)
		if err != nil {
			return nil, err
		}
		paths = append(paths, path)
	}
	args := []string{
		"--class", "org.apache.spark.sql.connect.service.SparkConnectServer", "--name", "typedml", "--master", "local[2]",
		"--driver-memory", "2g", "--jars", strings.Join(paths, ","),
	}
	for _, conf := range []string{
		"spark.sql.extensions=io.delta.sql.DeltaSparkSessionExtension",
		"spark.sql.catalog.spark_catalog=org.apache.spark.sql.delta.catalog.DeltaCatalog",
		"spark.connect.grpc.binding.address=127.0.0.1", "spark.connect.grpc.binding.port=" + strconv.Itoa(port),
		"spark.driver.bindAddress=127.0.0.1", "spark.driver.host=127.0.0.1", "spark.ui.enabled=false", "spark.log.level=WARN",
		"spark.sql.warehouse.dir=" + filepath.Join(dir, "warehouse"), "spark.local.dir=" + filepath.Join(dir, "local"),
		"spark.sql.shuffle.partitions=2", "spark.databricks.delta.snapshotPartitions=1",
		"spark.sql.ui.retainedExecutions=5", "spark.ui.retainedJobs=10", "spark.ui.retainedStages=10", "spark.ui.retainedTasks=100",
		"spark.sql.maxPlanStringLength=10000",
		"spark.driver.extraJavaOptions=-XX:TieredStopAtLevel=1 -XX:+UseSerialGC", // a server of tests does not live long
	} {
		args = append(args, "--conf", conf)
	}
	cmd := exec.Command(e.SparkSubmit(cache), append(args, "spark-internal")...)
	cmd.Dir = dir
	cmd.Env = append(interop.Env(e.Python(cache)), "SPARK_HOME="+e.SparkHome(cache), "SPARK_LOCAL_IP=127.0.0.1")
	return cmd, nil
}

// Stop ends the server and removes its tables.
func (s *Server) Stop() {
	s.process.Stop()
	_ = os.RemoveAll(s.dir) // of the temporary folder
}

// Shared is the server of a package's tests: started by the first one that asks, ended by Main.
type Shared struct {
	once   sync.Once
	server *Server
	err    error
}

// Main runs a package's tests and ends the server:
//
//	var spark sparkserver.Shared
//
//	func TestMain(m *testing.M) { os.Exit(spark.Main(m)) }
func (s *Shared) Main(m *testing.M) int {
	defer func() {
		if s.server != nil {
			s.server.Stop()
		}
	}()
	return m.Run()
}

// Address returns the address of a warm server, the one that [Variable] names or one that it starts. Where Spark is not
// installed the test is skipped (see [interop.Skip]).
func (s *Shared) Address(t testing.TB) string {
	t.Helper()
	if address := os.Getenv(Variable); address != "" {
		return address
	}
	s.once.Do(func() {
		if s.server, s.err = Launch(context.Background()); s.err == nil {
			s.err = warm(s.server.Address)
		}
	})
	if s.err != nil {
		interop.Skip(t, "spark", "%v", s.err)
	}
	return s.server.Address
}

// warm runs what is slow for the first time: making, constraining and reading a table.
func warm(address string) error {
	c, err := sparkconnect.Dial(sparkconnect.Options{Address: address})
	if err != nil {
		return err
	}
	defer c.Close()
	s := c.Session()
	for _, statement := range []string{
		"CREATE TABLE default.typedml_warm (x DOUBLE NOT NULL) USING delta",
		"ALTER TABLE default.typedml_warm ADD CONSTRAINT c CHECK (x > 0)",
		"INSERT INTO default.typedml_warm VALUES (1)",
		"SELECT * FROM default.typedml_warm", "DESCRIBE HISTORY default.typedml_warm", "DROP TABLE default.typedml_warm",
	} {
		if _, err := s.Query(context.Background(), statement); err != nil {
			return fmt.Errorf("warming the Spark server: %s: %w", statement, err)
		}
	}
	return nil
}
