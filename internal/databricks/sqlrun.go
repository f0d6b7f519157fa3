package databricks

import (
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/databricks/databricks-sdk-go/service/catalog"
	"github.com/databricks/databricks-sdk-go/service/sql"

	"github.com/typedml/typedml/featurestore/delta"
)

// result is what a statement returns: none has no columns.
type result struct {
	columns []delta.Field
	rows    []map[string]any
}

// session runs one statement.
type session struct {
	*parser
	unity      *unity
	parameters map[string]sql.StatementParameterListItem
}

// run executes a statement. What the fake does not know it refuses by the statement's first words.
func (u *unity) run(in sql.ExecuteStatementRequest) (result, error) {
	tokens, err := tokenize(in.Statement)
	if err != nil {
		return result{}, err
	}
	s := &session{parser: &parser{tokens: tokens}, unity: u, parameters: map[string]sql.StatementParameterListItem{}}
	for _, p := range in.Parameters {
		s.parameters[p.Name] = p
	}
	switch {
	case s.word("CREATE", "TABLE"):
		return result{}, s.createTable()
	case s.word("ALTER", "TABLE"):
		return result{}, s.alterTable()
	case s.word("DESCRIBE", "HISTORY"):
		return s.history()
	case s.word("INSERT", "INTO"):
		return s.insert(false)
	case s.word("INSERT", "OVERWRITE"):
		return s.insert(true)
	case s.word("SELECT"):
		return s.query()
	}
	words := strings.Fields(in.Statement)
	return result{}, &sqlError{"0A000", "the fake workspace does not know the statement " + strings.Join(words[:min(2, len(words))], " ")}
}

// sqlRefusal words what the catalog refuses as a statement's error.
func sqlRefusal(err error, state, class string) error {
	if err == nil {
		return nil
	}
	return &sqlError{state, fmt.Sprintf("[%s] %v SQLSTATE: %s", class, err, state)}
}

func (s *session) find(full string) (*table, error) {
	t, err := s.unity.table(full)
	return t, sqlRefusal(err, "42P01", "TABLE_OR_VIEW_NOT_FOUND")
}

func (s *session) createTable() error {
	full, err := s.tableName()
	if err != nil {
		return err
	}
	info := catalog.TableInfo{TableType: catalog.TableTypeManaged, DataSourceFormat: catalog.DataSourceFormatDelta, Properties: map[string]string{}}
	var keys []catalog.PrimaryKeyConstraint
	err = s.list(func() error {
		if s.word("CONSTRAINT") {
			pk, err := s.primaryKey()
			keys = append(keys, pk)
			return err
		}
		f, err := s.columnDefinition()
		if err != nil {
			return err
		}
		c, err := column(f, len(info.Columns))
		info.Columns = append(info.Columns, c)
		return err
	})
	if err == nil {
		err = s.tableOptions(&info)
	}
	if err != nil {
		return err
	}
	schema, short, err := s.unity.split(full)
	if err != nil {
		return sqlRefusal(err, "42704", "SCHEMA_NOT_FOUND")
	}
	info.Name = short
	t, err := s.unity.newTable(schema, info)
	if err != nil {
		return sqlRefusal(err, "42P07", "TABLE_OR_VIEW_ALREADY_EXISTS")
	}
	for _, pk := range keys {
		if err := t.addPrimaryKey(pk); err != nil {
			delete(s.unity.tables, t.info.FullName)
			return sqlRefusal(err, "42000", "INVALID_CONSTRAINT")
		}
	}
	t.commit(s.unity.fake.Now(), "CREATE TABLE", map[string]string{"isManaged": "true"}, nil)
	return nil
}

// columnDefinition reads `name` TYPE [NOT NULL] [COMMENT '…'].
func (p *parser) columnDefinition() (delta.Field, error) {
	n, err := p.take(name, "a column")
	if err != nil {
		return delta.Field{}, err
	}
	t, err := p.typ()
	if err != nil {
		return delta.Field{}, err
	}
	f := delta.Field{Name: n, Type: t, Nullable: !p.word("NOT", "NULL"), Metadata: nil}
	if p.word("COMMENT") {
		comment, err := p.take(text, "a comment")
		if err != nil {
			return f, err
		}
		f.Metadata = metadata(comment)
	}
	return f, nil
}

// primaryKey reads name PRIMARY KEY (`a`, `b` TIMESERIES), after CONSTRAINT.
func (p *parser) primaryKey() (catalog.PrimaryKeyConstraint, error) {
	var pk catalog.PrimaryKeyConstraint
	var err error
	if pk.Name, err = p.take(name, "a constraint's name"); err != nil {
		return pk, err
	}
	if err := p.want("PRIMARY", "KEY"); err != nil {
		return pk, err
	}
	err = p.list(func() error {
		n, err := p.take(name, "a column")
		pk.ChildColumns = append(pk.ChildColumns, n)
		if p.word("TIMESERIES") {
			pk.TimeseriesColumns = append(pk.TimeseriesColumns, n)
		}
		return err
	})
	return pk, err
}

func (s *session) tableOptions(info *catalog.TableInfo) (err error) {
	for {
		switch {
		case s.word("USING", "DELTA"):
		case s.word("COMMENT"):
			info.Comment, err = s.take(text, "a comment")
		case s.word("TBLPROPERTIES"):
			info.Properties, err = s.properties()
		default:
			return s.done()
		}
		if err != nil {
			return err
		}
	}
}

func (s *session) alterTable() error {
	full, err := s.tableName()
	if err != nil {
		return err
	}
	t, err := s.find(full)
	if err != nil {
		return err
	}
	switch {
	case s.word("SET", "TBLPROPERTIES"):
		p, err := s.properties()
		if err = firstError(err, s.done()); err != nil {
			return err
		}
		if t.info.Properties == nil {
			t.info.Properties = map[string]string{}
		}
		for k, v := range p {
			t.info.Properties[k] = v
		}
		return s.altered(t, "SET TBLPROPERTIES")
	case s.word("UNSET", "TBLPROPERTIES", "IF", "EXISTS"):
		err := s.list(func() error {
			key, err := s.take(text, "a property's name")
			delete(t.info.Properties, key)
			return err
		})
		return firstError(err, s.altered(t, "UNSET TBLPROPERTIES"))
	case s.word("ADD", "COLUMNS"):
		return s.addColumns(t)
	case s.word("ALTER", "COLUMN"):
		return s.commentOn(t)
	}
	return &sqlError{"0A000", fmt.Sprintf("the fake workspace does not know ALTER TABLE … %s", s.peek().text)}
}

func firstError(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

func (s *session) altered(t *table, operation string) error {
	t.commit(s.unity.fake.Now(), operation, nil, t.rows())
	return s.done()
}

func (s *session) addColumns(t *table) error {
	var added []catalog.ColumnInfo
	err := s.list(func() error {
		f, err := s.columnDefinition()
		switch {
		case err != nil:
			return err
		case !f.Nullable:
			return &sqlError{"0A000", "[DELTA_ADD_COLUMN_NOT_NULL] a NOT NULL column cannot be added to a table: " + f.Name}
		case t.column(f.Name) != nil:
			return &sqlError{"42711", "[FIELD_ALREADY_EXISTS] column " + f.Name + " exists"}
		}
		c, err := column(f, len(t.info.Columns)+len(added))
		added = append(added, c)
		return err
	})
	if err = firstError(err, s.done()); err != nil {
		return err
	}
	t.info.Columns = append(slices.Clone(t.info.Columns), added...)
	return s.altered(t, "ADD COLUMNS")
}

// commentOn reads `column` COMMENT '…'.
func (s *session) commentOn(t *table) error {
	n, err := s.take(name, "a column")
	if err != nil {
		return err
	}
	c := t.column(n)
	if c == nil {
		return &sqlError{"42703", "[UNRESOLVED_COLUMN] column " + n + " does not exist"}
	}
	if err := s.want("COMMENT"); err != nil {
		return err
	}
	comment, err := s.take(text, "a comment")
	if err = firstError(err, s.done()); err != nil {
		return err
	}
	f, err := fieldOf(c)
	if err != nil {
		return err
	}
	f.Metadata = metadata(comment)
	changed, err := column(f, c.Position)
	if err != nil {
		return err
	}
	t.info.Columns = slices.Clone(t.info.Columns)
	*t.column(n) = changed
	return s.altered(t, "CHANGE COLUMN")
}

// status turns an error into what a statement's status says.
func status(err error) *sql.StatementStatus {
	if err == nil {
		return &sql.StatementStatus{State: sql.StatementStateSucceeded}
	}
	out := &sql.StatementStatus{
		State: sql.StatementStateFailed,
		Error: &sql.ServiceError{ErrorCode: sql.ServiceErrorCodeBadRequest, Message: err.Error()},
	}
	if e, ok := err.(*sqlError); ok { //nolint:errorlint // made here, unwrapped
		out.SqlState = e.state
	}
	return out
}

// noStatement refuses an id.
func noStatement(id string) error {
	return Refuse(http.StatusNotFound, "NOT_FOUND", "The statement %s was not found.", id)
}
