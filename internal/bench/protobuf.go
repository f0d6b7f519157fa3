package main

import (
	"errors"
	"fmt"

	"buf.build/go/protovalidate"
	protobuf "google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/timestamppb"

	"github.com/typedml/typedml/examples/retail"
	"github.com/typedml/typedml/internal/bench/proto"
	"github.com/typedml/typedml/internal/bench/rows"
	"github.com/typedml/typedml/pipeline"
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

func againstMessage(name string, ours, oursOnBad, peer, peerOnBad func() error) pair {
	return pair{name: name, ours: repeat(ours), peer: repeat(peer), check: func() error {
		if err := errors.Join(ours(), peer()); err != nil {
			return err
		}
		if mine, theirs := oursOnBad(), peerOnBad(); mine == nil || theirs == nil {
			return fmt.Errorf("of the bad value ours says %v, the peer %v", mine, theirs)
		}
		return nil
	}}
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
