package main

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"buf.build/go/protovalidate"
	protobuf "google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/timestamppb"

	"github.com/typedml/typedml/examples/retail"
	"github.com/typedml/typedml/internal/bench/proto"
	"github.com/typedml/typedml/internal/bench/rows"
	"github.com/typedml/typedml/pipeline"
	"github.com/typedml/typedml/validate"
)

// protobufPairs compares valid values with the validators of Protobuf, by the rules that protoc-gen-validate has: package rows
// has them in tags, rows.proto in both of their languages.
func protobufPairs() []pair {
	fv, badFV := plainFeatures(featureVector()), plainFeatures(badFeatureVector())
	tc, badTC := pipeline.NewTrainingConfig(), badTrainingConfig()
	config, badConfig := plainConfig(&tc), plainConfig(badTC)
	vector, badVector := featuresMessage(fv), featuresMessage(badFV)
	settings, badSettings := configMessage(config), configMessage(badConfig)
	return []pair{
		againstMessage("validate/fv_ok/pgv", fv.Validate, badFV.Validate, vector.Validate, badVector.Validate),
		againstMessage("validate/fv_ok/protovalidate", fv.Validate, badFV.Validate, reflected(vector), reflected(badVector)),
		againstMessage("validate/tc_ok/pgv", config.Validate, badConfig.Validate, settings.Validate, badSettings.Validate),
		againstMessage("validate/tc_ok/protovalidate", config.Validate, badConfig.Validate, reflected(settings), reflected(badSettings)),
	}
}

// againstMessage demands that both pass the good value, and find the same fields of the bad one broken; of
// protoc-gen-validate, which ends with it, the first.
func againstMessage(name string, ours, oursOnBad, peer, peerOnBad func() error) pair {
	return pair{name: name, ours: repeat(ours), peer: repeat(peer), check: func() error {
		if err := errors.Join(ours(), peer()); err != nil {
			return err
		}
		mine, theirs := oursOnBad(), peerOnBad()
		var first interface{ Field() string } // which protoc-gen-validate ends with
		var all *protovalidate.ValidationError
		var ours *validate.Error
		switch {
		case !errors.As(mine, &ours):
		case errors.As(theirs, &all):
			var fields []string
			for _, v := range all.Violations {
				fields = append(fields, protovalidate.FieldPathString(v.Proto.GetField()))
			}
			slices.Sort(fields)
			if slices.Equal(pathsOf(ours), slices.Compact(fields)) {
				return nil
			}
		case errors.As(theirs, &first) && strings.EqualFold(ours.Violations[0].Static().Field, first.Field()):
			return nil
		}
		return fmt.Errorf("of the bad value ours says %v, the peer %v", mine, theirs)
	}}
}

// pathsOf are the fields with violations, each once.
func pathsOf(err *validate.Error) []string {
	var paths []string
	for i := range err.Violations {
		paths = append(paths, err.Violations[i].Static().Path)
	}
	slices.Sort(paths)
	return slices.Compact(paths)
}

// reflected validates a message with protovalidate, which compiles its rules the first time.
func reflected(message protobuf.Message) func() error {
	return func() error { return protovalidate.Validate(message) }
}

func plainFeatures(x *retail.FeatureVector) *rows.Features {
	return &rows.Features{
		CustomerID: x.CustomerID, TransactionAmount: x.TransactionAmount, TransactionCount: int64(x.TransactionCount),
		DaysSinceLastPurchase: int64(x.DaysSinceLastPurchase), CategoryEmbeddings: x.CategoryEmbeddings, Timestamp: x.Timestamp,
	}
}

func featuresMessage(x *rows.Features) *proto.Features {
	return &proto.Features{
		CustomerId: x.CustomerID, TransactionAmount: x.TransactionAmount, TransactionCount: x.TransactionCount,
		DaysSinceLastPurchase: x.DaysSinceLastPurchase, CategoryEmbeddings: x.CategoryEmbeddings, Timestamp: timestamppb.New(x.Timestamp),
	}
}

func plainConfig(x *pipeline.TrainingConfig) *rows.Config {
	c := &rows.Config{
		ModelType: string(x.ModelType), LearningRate: x.LearningRate, MaxDepth: int64(x.MaxDepth), NEstimators: int64(x.NEstimators),
		L1Regularization: x.L1Regularization, L2Regularization: x.L2Regularization,
		TrainRatio: x.TrainRatio, ValidationRatio: x.ValidationRatio, TestRatio: x.TestRatio, RandomSeed: x.RandomSeed,
	}
	if n := x.EarlyStoppingRounds; n != nil {
		c.EarlyStoppingRounds = new(int64(*n))
	}
	return c
}

func configMessage(x *rows.Config) *proto.Config {
	return &proto.Config{
		ModelType: x.ModelType, LearningRate: x.LearningRate, MaxDepth: x.MaxDepth, NEstimators: x.NEstimators,
		EarlyStoppingRounds: x.EarlyStoppingRounds, L1Regularization: x.L1Regularization, L2Regularization: x.L2Regularization,
		TrainRatio: x.TrainRatio, ValidationRatio: x.ValidationRatio, TestRatio: x.TestRatio, RandomSeed: x.RandomSeed,
	}
}
