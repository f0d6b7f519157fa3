package workspace

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/databricks/databricks-sdk-go/client"
	"github.com/databricks/databricks-sdk-go/config"
)

// Options say which workspace and as whom. The zero value follows the SDK's environment: DATABRICKS_HOST,
// DATABRICKS_TOKEN and its other variables, DATABRICKS_CONFIG_PROFILE, then the default profile of ~/.databrickscfg.
type Options struct {
	// Profile of the configuration file. When it is given, the DATABRICKS_* variables do not count, but for
	// DATABRICKS_CONFIG_FILE: the host of one workspace never meets the token of another.
	Profile string
	// Host and Token name the workspace themselves, without the environment.
	Host, Token string
	// Transport sends the requests; default the SDK's.
	Transport http.RoundTripper
	// Sleep waits between tries and ends early with the context's error; the default uses a timer.
	Sleep func(ctx context.Context, d time.Duration) error
	// Logger receives tries that failed and will be repeated; default slog.Default.
	Logger *slog.Logger
}

// Client is a connection to one workspace. It is safe for concurrent use.
type Client struct {
	// API sends authenticated requests: the constructors of the SDK's services take it.
	API *client.DatabricksClient

	config  *config.Config
	source  string // where the credential comes from, in words
	secrets []string
}

// Open reads the configuration. It asks the host for its metadata, as the SDK does (not with [Options.Host]), and nothing
// else: a wrong token is found by the first call.
func Open(ctx context.Context, o Options) (*Client, error) {
	if err := ctx.Err(); err != nil {
		return nil, context.Cause(ctx)
	}
	cfg := o.config()
	source := credentialSource(o)
	cfg.HTTPTransport = newRetrier(o)
	// The retrier knows when to try again; the SDK's own loop, which no context ends, gets no time for a second try.
	cfg.RetryTimeoutSeconds = 1
	cfg.HTTPTimeoutSeconds = int((patience + answerTime).Seconds()) // of one call with all its tries
	api, err := client.New(cfg)
	if err == nil && cfg.Host == "" {
		err = errors.New("no host is configured")
	}
	c := &Client{API: api, config: cfg, source: source, secrets: secrets(cfg)}
	if err != nil {
		return nil, &Error{
			Call: Call{Op: "connect", Object: o.Host}, Message: c.redact(err.Error()), err: err,
			Remedy: "set DATABRICKS_HOST and DATABRICKS_TOKEN, or name a profile of ~/.databrickscfg",
		}
	}
	return c, nil
}

func (o Options) config() *config.Config {
	switch {
	case o.Host != "":
		return &config.Config{
			Host: o.Host, Token: o.Token, AuthType: "pat", Loaders: []config.Loader{fixed{}},
			HostMetadataResolver: func(context.Context, string) (*config.HostMetadata, error) { return nil, nil },
		}
	case o.Profile != "":
		return &config.Config{Profile: o.Profile, ConfigFile: os.Getenv("DATABRICKS_CONFIG_FILE"), Loaders: []config.Loader{config.ConfigFile}}
	}
	return &config.Config{}
}

// fixed loads nothing: what is configured is all there is.
type fixed struct{}

// Name implements [config.Loader].
func (fixed) Name() string { return "fixed" }

// Configure implements [config.Loader].
func (fixed) Configure(*config.Config) error { return nil }

// credentialSource says where to look when a credential is refused.
func credentialSource(o Options) string {
	file := os.Getenv("DATABRICKS_CONFIG_FILE")
	if file == "" {
		file = "~/.databrickscfg"
	}
	profile := os.Getenv("DATABRICKS_CONFIG_PROFILE")
	switch {
	case o.Host != "":
		return "the token that the program passes"
	case o.Profile != "":
		return "the profile " + o.Profile + " in " + file
	case os.Getenv("DATABRICKS_TOKEN") != "":
		return "DATABRICKS_TOKEN"
	case os.Getenv("DATABRICKS_CLIENT_SECRET") != "":
		return "DATABRICKS_CLIENT_ID and DATABRICKS_CLIENT_SECRET"
	case profile != "":
		return "the profile " + profile + " in " + file
	}
	return "the SDK's default credentials (DATABRICKS_TOKEN, or the profile DEFAULT in " + file + ")"
}

// Host returns the workspace's address, such as https://adb-1.azuredatabricks.net, without a slash at its end.
func (c *Client) Host() string { return strings.TrimRight(c.config.Host, "/") }

// Warehouse returns the SQL warehouse of the configuration (DATABRICKS_WAREHOUSE_ID, or the profile's warehouse_id), or "".
func (c *Client) Warehouse() string { return c.config.WarehouseID }

// Signed returns a client for links that carry their own signature: with the retries, without the credential. Bodies are
// held in memory while they are sent.
func (c *Client) Signed() *http.Client { return &http.Client{Transport: c.config.HTTPTransport} }

// Authenticate sets the headers that authorize a request, for clients that send their own.
func (c *Client) Authenticate(r *http.Request) error { return c.config.Authenticate(r) }

// Do sends a call that the SDK has no method for: in as query or as JSON body by the method, and decodes the answer into
// out, nil to ignore it. Errors are explained.
func (c *Client) Do(ctx context.Context, call Call, method, path string, in, out any) error {
	headers := map[string]string{"Accept": "application/json"}
	if method != http.MethodGet && method != http.MethodDelete {
		headers["Content-Type"] = "application/json"
	}
	if c.config.WorkspaceID != "" {
		headers["X-Databricks-Workspace-Id"] = c.config.WorkspaceID
	}
	return c.Explain(call, c.API.Do(ctx, method, path, headers, nil, in, out))
}

// secrets are the texts that no message may hold.
func secrets(cfg *config.Config) []string {
	all := []string{cfg.Token, cfg.Password, cfg.ClientSecret, cfg.AzureClientSecret, cfg.GoogleCredentials, cfg.MetadataServiceURL}
	return slices.DeleteFunc(all, func(s string) bool { return len(s) < 4 })
}

func (c *Client) redact(text string) string {
	for _, s := range c.secrets {
		text = strings.ReplaceAll(text, s, "***")
	}
	return text
}
