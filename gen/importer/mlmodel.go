package importer

import (
	"errors"
	"fmt"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	yamlparser "github.com/goccy/go-yaml/parser"
)

// mlmodel reads an MLmodel file: YAML, in which each list of the signature is a JSON text.
func (s *signature) mlmodel() error {
	file, err := yamlparser.ParseBytes(s.data, 0)
	if err != nil {
		return s.noYAML(err)
	}
	if len(file.Docs) == 0 {
		return positioned(s.file, s.data, 0, errors.New("the file is empty: an MLmodel file, or its signature in JSON, is wanted"))
	}
	found := member(file.Docs[0].Body, "signature")
	if found == nil {
		return positioned(s.file, s.data, 0, errors.New("it has no signature: log the model with one, or with an input example"))
	}
	for _, p := range s.places() {
		node := member(found, p.name)
		if node == nil || node.Type() == ast.NullType {
			continue
		}
		at := node.GetToken().Position
		var text string
		if err := yaml.NodeToValue(node, &text); err != nil || node.Type() != ast.StringType && node.Type() != ast.LiteralType {
			return &PositionError{File: s.file, Line: at.Line, Column: at.Column, Err: fmt.Errorf("signature.%s is no text", p.name)}
		}
		if err := s.part(p.to, p.name, text, at.Line, at.Column); err != nil {
			return err
		}
	}
	if s.inputs == nil {
		at := found.GetToken().Position
		return &PositionError{File: s.file, Line: at.Line, Column: at.Column, Err: errors.New("the signature has no inputs")}
	}
	return nil
}

// noYAML gives a syntax error its place.
func (s *signature) noYAML(err error) error {
	var syntax *yaml.SyntaxError
	if errors.As(err, &syntax) && syntax.Token != nil {
		at := syntax.Token.Position
		return &PositionError{File: s.file, Line: at.Line, Column: at.Column, Err: fmt.Errorf("it is neither JSON nor YAML: %s", syntax.Message)}
	}
	return positioned(s.file, s.data, 0, fmt.Errorf("it is neither JSON nor YAML: %w", err))
}

// member is the value of a key in a mapping, nil for none.
func member(node ast.Node, key string) ast.Node {
	m, ok := node.(*ast.MappingNode)
	if !ok {
		return nil
	}
	for _, v := range m.Values {
		if k, ok := v.Key.(*ast.StringNode); ok && k.Value == key {
			return v.Value
		}
	}
	return nil
}
