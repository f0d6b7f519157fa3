package spark

import (
	"context"
	"fmt"
	"iter"
	"strings"

	"github.com/typedml/typedml/featurestore"
	"github.com/typedml/typedml/featurestore/columns"
	"github.com/typedml/typedml/featurestore/internal/stored"
	"github.com/typedml/typedml/internal/sparkconnect"
)

// pageRows is how many rows are fetched by one query, about: the client library holds a query's whole result. A data
// file is never split.
const pageRows = 1 << 17

// page is data files that are read by one query.
type page struct {
	files []string
	rows  int64
}

// Read yields the rows in the order of the data files' times, which is that of the commits, and within a file as they
// stand; see featurestore.Snapshot. Memory is one page: pageRows, or the largest data file.
func (s *snapshot) Read(ctx context.Context, fields []columns.Field) iter.Seq2[featurestore.Chunk, error] {
	return func(yield func(featurestore.Chunk, error) bool) {
		pages, err := s.pages(ctx)
		if err != nil {
			yield(featurestore.Chunk{}, err)
			return
		}
		for _, p := range pages {
			res, err := s.store.reads.Query(ctx, s.pageQuery(p, s.names(fields)))
			if err != nil {
				yield(featurestore.Chunk{}, s.store.failure(ctx, fmt.Sprintf("read version %d of", s.version), err))
				return
			}
			for _, b := range res.Batches {
				c, err := stored.Chunk(b, fields)
				if err != nil {
					err = fmt.Errorf("spark: table %s: %w", s.store.address.table, err)
				}
				if !yield(c, err) || err != nil {
					return
				}
			}
		}
	}
}

// pages lists the data files in order, as many together as pageRows allows.
func (s *snapshot) pages(ctx context.Context) ([]page, error) {
	res, err := s.store.reads.Query(ctx, "SELECT path, count(*) AS rows FROM (SELECT _metadata.file_path AS path, "+
		"_metadata.file_name AS name, _metadata.file_modification_time AS at FROM "+s.store.from(s.version)+
		") GROUP BY path, name, at ORDER BY at, name")
	if err != nil {
		return nil, s.store.failure(ctx, fmt.Sprintf("list the files of version %d of", s.version), err)
	}
	var pages []page
	res.Each(func(r sparkconnect.Row) {
		path := r.Text("path")
		rows, _ := r.Int("rows")
		if n := len(pages); n > 0 && pages[n-1].rows+rows <= s.store.page {
			pages[n-1].files = append(pages[n-1].files, path)
			pages[n-1].rows += rows
			return
		}
		pages = append(pages, page{[]string{path}, rows})
	})
	return pages, nil
}

// pageQuery numbers rows as they come out of a file, as this Spark has no row_index of Delta tables.
func (s *snapshot) pageQuery(p page, names []string) string {
	var files, list []string
	for _, f := range p.files {
		files = append(files, s.store.dialect.Text(f))
	}
	for _, n := range names {
		list = append(list, s.store.dialect.Identifier(n))
	}
	if len(list) == 0 {
		list = []string{"1 AS `typedml 1`"}
	}
	chosen := strings.Join(list, ", ")
	inner := chosen
	if len(names) == 0 {
		chosen = "`typedml 1`"
	}
	return "SELECT " + chosen + " FROM (SELECT " + inner + ", _metadata.file_modification_time AS `typedml at`, " +
		"_metadata.file_name AS `typedml file`, monotonically_increasing_id() AS `typedml row` FROM " + s.store.from(s.version) +
		" WHERE _metadata.file_path IN (" + strings.Join(files, ", ") + ")) ORDER BY `typedml at`, `typedml file`, `typedml row`"
}
