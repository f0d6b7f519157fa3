package main

import (
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"reflect"
	"runtime"

	"github.com/bytedance/sonic"
	"github.com/mailru/easyjson"

	"github.com/typedml/typedml/examples/retail"
	"github.com/typedml/typedml/internal/bench/easy"
	"github.com/typedml/typedml/pipeline"
	"github.com/typedml/typedml/validate"
)

var (
	//go:embed python/msgspec.py
	msgspecProgram string
	//go:embed python/pydantic.py
	pydanticProgram string
)

// jsonPairs compares decoding and validating one JSON text. Ours checks every key and rule. Of the peers, encoding/json and
// sonic have validator/v10 behind them; easyjson has the handwritten validator; Pydantic has all rules, in Python where it
// must; msgspec has no decimals, norm and sum, and leaves them out. All decode into a reused value, if they can.
func jsonPairs() []pair {
	vector, config := vectorText(), configText()
	return []pair{
		jsonPair("json/fv/encoding_json", vector, decodeVector(), decodeAndValidate[taggedFeatures](json.Unmarshal)),
		jsonPair("json/fv/sonic", vector, decodeVector(), decodeAndValidate[taggedFeatures](sonic.Unmarshal)),
		jsonPair("json/fv/easyjson", vector, decodeVector(), easyVector()),
		pythonPair("json/fv/pydantic", vector, decodeVector(), pythonPeer{environment: "pydantic", program: pydanticProgram, model: "FeatureVector"}),
		pythonPair("json/fv/msgspec", vector, decodeVector(), pythonPeer{environment: "msgspec", program: msgspecProgram, model: "FeatureVector"}),
		jsonPair("json/tc/encoding_json", config, decodeConfig(), decodeAndValidate[taggedConfig](json.Unmarshal)),
		jsonPair("json/tc/sonic", config, decodeConfig(), decodeAndValidate[taggedConfig](sonic.Unmarshal)),
		jsonPair("json/tc/easyjson", config, decodeConfig(), easyConfig()),
		pythonPair("json/tc/pydantic", config, decodeConfig(), pythonPeer{environment: "pydantic", program: pydanticProgram, model: "TrainingConfig"}),
		pythonPair("json/tc/msgspec", config, decodeConfig(), pythonPeer{environment: "msgspec", program: msgspecProgram, model: "TrainingConfig"}),
	}
}

// vectorText is a FeatureVector of 1439 bytes: an embedding of 64 doubles that need 16 or 17 digits.
func vectorText() []byte {
	x := featureVector()
	rng := rand.New(rand.NewPCG(8, 2))
	sum := 0.0
	for i := range x.CategoryEmbeddings {
		x.CategoryEmbeddings[i] = math.Abs(rng.NormFloat64())
		sum += x.CategoryEmbeddings[i] * x.CategoryEmbeddings[i]
	}
	for i := range x.CategoryEmbeddings {
		x.CategoryEmbeddings[i] /= math.Sqrt(sum)
	}
	text, err := x.AppendJSON(nil)
	if err != nil {
		return nil // the check tells
	}
	return text
}

func configText() []byte {
	x := pipeline.NewTrainingConfig()
	text, err := x.AppendJSON(nil)
	if err != nil {
		return nil // the check tells
	}
	return text
}

// decoder decodes and validates a text, and returns what it holds.
type decoder func(text []byte) (value any, err error)

// jsonPair holds a decoder of ours against a peer's.
func jsonPair(name string, text []byte, ours, peer decoder) pair {
	return pair{name: name, ours: decodeAgain(text, ours), peer: decodeAgain(text, peer), check: func() error {
		return sameJSON(text, ours, func() ([]byte, error) {
			v, err := peer(text)
			if err != nil {
				return nil, err
			}
			return json.Marshal(v)
		})
	}}
}

func pythonPair(name string, text []byte, ours decoder, peer pythonPeer) pair {
	peer.data = text
	p := &peer
	return pair{name: name, start: p.start, ours: decodeAgain(text, ours), peer: p.run, took: p.took, check: func() error {
		return sameJSON(text, ours, func() ([]byte, error) {
			answer, err := p.ask("value")
			return []byte(answer), err
		})
	}}
}

// sameJSON demands that the peer's value, as JSON, holds what ours does.
func sameJSON(text []byte, ours decoder, peer func() ([]byte, error)) error {
	mine, err := ours(text)
	if err != nil {
		return fmt.Errorf("ours: %w", err)
	}
	theirs, err := peer()
	if err != nil {
		return fmt.Errorf("the peer's: %w", err)
	}
	var a, b any
	again, err := json.Marshal(mine)
	if err := errors.Join(err, json.Unmarshal(again, &a), json.Unmarshal(theirs, &b)); err != nil {
		return err
	}
	if !reflect.DeepEqual(a, b) {
		return fmt.Errorf("ours is %s, the peer's %s", again, theirs)
	}
	return nil
}

func decodeAgain(text []byte, decode decoder) func(n int) {
	return func(n int) {
		failed := 0
		for range n {
			if _, err := decode(text); err != nil {
				failed++
			}
		}
		runtime.KeepAlive(failed)
	}
}

// decodeVector decodes into one value and one report, again and again.
func decodeVector() decoder {
	var x retail.FeatureVector
	var r validate.Report
	return func(text []byte) (any, error) {
		r.Reset()
		x.DecodeJSON(text, &r)
		return &x, r.Err()
	}
}

func decodeConfig() decoder {
	var x pipeline.TrainingConfig
	var r validate.Report
	return func(text []byte) (any, error) {
		r.Reset()
		x.DecodeJSON(text, &r)
		return &x, r.Err()
	}
}

// decodeAndValidate is a decoder by reflection, with validator/v10 behind it.
func decodeAndValidate[T any](unmarshal func([]byte, any) error) decoder {
	engine := playgroundEngine()
	x := new(T)
	return func(text []byte) (any, error) {
		if err := unmarshal(text, x); err != nil {
			return nil, err
		}
		return x, engine.Struct(x)
	}
}

// easyVector decodes with easyjson's code and validates by hand.
func easyVector() decoder {
	var x easy.FeatureVector
	return func(text []byte) (any, error) {
		if err := easyjson.Unmarshal(text, &x); err != nil {
			return nil, err
		}
		return &x, handFeatures((*retail.FeatureVector)(&x))
	}
}

func easyConfig() decoder {
	var x easy.TrainingConfig
	return func(text []byte) (any, error) {
		if err := easyjson.Unmarshal(text, &x); err != nil {
			return nil, err
		}
		return &x, handConfig((*pipeline.TrainingConfig)(&x))
	}
}
