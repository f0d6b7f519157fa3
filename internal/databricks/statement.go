package databricks

import (
	"context"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"github.com/databricks/databricks-sdk-go/service/sql"
)

// chunkRows is how many rows a chunk of a result has: few, so that tests see several.
const chunkRows = 100

// maxStatement is the documented size of a statement with its parameters, in bytes.
const maxStatement = 16 << 20

// statement is one that was executed.
type statement struct {
	id      string
	request sql.ExecuteStatementRequest
	status  *sql.StatementStatus
	result  result
	signed  string // what a link to its chunks must end in
}

func (u *unity) mountStatements() {
	f := u.fake
	Handle(f, "POST /api/2.0/sql/statements", u.execute)
	Handle(f, "GET /api/2.0/sql/statements/{statement_id}", u.getStatement)
	Handle(f, "GET /api/2.0/sql/statements/{statement_id}/result/chunks/{chunk_index}", u.getChunk)
	Handle(f, "POST /api/2.0/sql/statements/{statement_id}/cancel", u.cancel)
	f.HandleRaw("GET "+storage+"result/{id}/{chunk}", u.download)
}

// answer is a StatementResponse whose rows may hold null: the SDK's type has only texts there.
type statementAnswer struct {
	StatementId string               `json:"statement_id"` //nolint:revive // as the SDK has it
	Status      *sql.StatementStatus `json:"status"`
	Manifest    *sql.ResultManifest  `json:"manifest,omitempty"`
	Result      *resultData          `json:"result,omitempty"`
}

type resultData struct {
	ChunkIndex     int                `json:"chunk_index"`
	RowOffset      int64              `json:"row_offset"`
	RowCount       int64              `json:"row_count"`
	NextChunkIndex *int               `json:"next_chunk_index,omitempty"`
	DataArray      [][]any            `json:"data_array,omitempty"`
	ExternalLinks  []sql.ExternalLink `json:"external_links,omitempty"`
}

// execute runs a statement at once. With a wait_timeout of 0s the answer is PENDING all the same, as documented.
func (u *unity) execute(_ context.Context, in sql.ExecuteStatementRequest) (*statementAnswer, error) {
	size := len(in.Statement)
	for _, p := range in.Parameters {
		size += len(p.Name) + len(p.Value)
	}
	wait, err := time.ParseDuration(in.WaitTimeout)
	switch {
	case size > maxStatement:
		return nil, Invalid("the statement has %d bytes; at most %d are taken", size, maxStatement)
	case in.WaitTimeout != "" && (err != nil || wait != 0 && (wait < 5*time.Second || wait > 50*time.Second)):
		return nil, Invalid("wait_timeout must be 0s, or between 5s and 50s")
	case in.Format == sql.FormatArrowStream && in.Disposition != sql.DispositionExternalLinks:
		return nil, Invalid("The format field must be JSON_ARRAY when the disposition field is INLINE.")
	}
	s := &statement{id: randomHex(16), request: in, signed: randomHex(8)}
	var failed error
	s.result, failed = u.run(in)
	s.status = status(failed)
	u.results[s.id] = s
	if in.WaitTimeout == "0s" {
		return &statementAnswer{StatementId: s.id, Status: &sql.StatementStatus{State: sql.StatementStatePending}}, nil
	}
	return u.describe(s)
}

func (u *unity) getStatement(_ context.Context, in sql.GetStatementRequest) (*statementAnswer, error) {
	s := u.results[in.StatementId]
	if s == nil {
		return nil, noStatement(in.StatementId)
	}
	return u.describe(s)
}

// cancel does nothing to a statement that has ended, which all have.
func (u *unity) cancel(_ context.Context, in sql.CancelExecutionRequest) (Empty, error) {
	if u.results[in.StatementId] == nil {
		return Empty{}, noStatement(in.StatementId)
	}
	return Empty{}, nil
}

func (s *statement) chunks() int {
	if len(s.result.columns) == 0 {
		return 0
	}
	return max(1, (len(s.result.rows)+chunkRows-1)/chunkRows)
}

func (u *unity) describe(s *statement) (*statementAnswer, error) {
	out := &statementAnswer{StatementId: s.id, Status: s.status}
	if s.status.State != sql.StatementStateSucceeded {
		return out, nil
	}
	schema := &sql.ResultSchema{ColumnCount: len(s.result.columns)}
	for i, f := range s.result.columns {
		c, err := column(f, i)
		if err != nil {
			return nil, err
		}
		schema.Columns = append(schema.Columns, sql.ColumnInfo{
			Name: c.Name, Position: i, TypeName: sql.ColumnInfoTypeName(c.TypeName), TypeText: c.TypeText, TypePrecision: c.TypePrecision, TypeScale: c.TypeScale,
		})
	}
	format := s.request.Format
	if format == "" {
		format = sql.FormatJsonArray
	}
	out.Manifest = &sql.ResultManifest{Format: format, Schema: schema, TotalChunkCount: s.chunks(), TotalRowCount: int64(len(s.result.rows))}
	if s.chunks() == 0 {
		return out, nil
	}
	var err error
	out.Result, err = u.chunk(s, 0)
	return out, err
}

func (u *unity) getChunk(_ context.Context, in sql.GetStatementResultChunkNRequest) (*resultData, error) {
	s := u.results[in.StatementId]
	if s == nil {
		return nil, noStatement(in.StatementId)
	}
	if in.ChunkIndex < 0 || in.ChunkIndex >= s.chunks() {
		return nil, Invalid("The statement %s has no chunk %d", s.id, in.ChunkIndex)
	}
	return u.chunk(s, in.ChunkIndex)
}

// chunk describes one chunk, with its rows or a link to them.
func (u *unity) chunk(s *statement, i int) (*resultData, error) {
	rows := s.result.rows[min(i*chunkRows, len(s.result.rows)):min((i+1)*chunkRows, len(s.result.rows))]
	out := &resultData{ChunkIndex: i, RowOffset: int64(i * chunkRows), RowCount: int64(len(rows))}
	next := i + 1
	if next < s.chunks() {
		out.NextChunkIndex = &next
	}
	if s.request.Disposition == sql.DispositionExternalLinks {
		link := sql.ExternalLink{
			ChunkIndex: i, RowCount: out.RowCount, RowOffset: out.RowOffset, Expiration: u.fake.Now().Add(15 * time.Minute).UTC().Format(time.RFC3339),
			ExternalLink: fmt.Sprintf("%s%sresult/%s/%d?sig=%s", u.fake.URL(), storage, s.id, i, s.signed),
		}
		if next < s.chunks() {
			link.NextChunkIndex = next
		}
		out.ExternalLinks = []sql.ExternalLink{link}
		return out, nil
	}
	for _, row := range rows {
		var values []any
		for _, c := range s.result.columns {
			values = append(values, literal(row[c.Name], c.Type))
		}
		out.DataArray = append(out.DataArray, values)
	}
	return out, nil
}

// download serves a signed link: to whoever has it, and not to one who sends a token there.
func (u *unity) download(w http.ResponseWriter, r *http.Request) {
	var body []byte
	err := error(Refuse(http.StatusForbidden, "SIGNATURE", "the link is not signed"))
	u.fake.Locked(func() {
		s := u.results[r.PathValue("id")]
		i, convErr := strconv.Atoi(r.PathValue("chunk"))
		if s == nil || convErr != nil || i < 0 || i >= s.chunks() || r.URL.Query().Get("sig") != s.signed || r.Header.Get("Authorization") != "" {
			return
		}
		rows := s.result.rows[min(i*chunkRows, len(s.result.rows)):min((i+1)*chunkRows, len(s.result.rows))]
		body, err = stream(s.result.columns, rows)
	})
	if err != nil {
		WriteRefusal(w, err)
		return
	}
	w.Header().Set("Content-Type", "application/vnd.apache.arrow.stream")
	_, _ = w.Write(body) // the peer may be gone
}
