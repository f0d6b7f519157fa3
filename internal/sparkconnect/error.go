package sparkconnect

import (
	"errors"

	"github.com/apache/spark-connect-go/v35/spark/sparkerrors"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

// Error is what the server answered, or that it did not. Its text holds no message of Spark's: that may hold the values
// of rows.
type Error struct {
	Class   string // Spark's error class; "" when the failure is not Spark's
	State   string // the SQLSTATE
	Status  string // gRPC's status, such as "Internal", "Unavailable", "Unauthenticated"
	Message string // Spark's or gRPC's; may hold the values of rows when Class is set
}

// Error gives class, state and status.
func (e *Error) Error() string {
	if e.Class == "" {
		return e.Status
	}
	return e.Class + " (SQLSTATE " + e.State + ")"
}

// Refused reports that the server answered: the statement did not take effect.
func (e *Error) Refused() bool {
	return e.Class != "" || e.Status == codes.Unauthenticated.String() || e.Status == codes.PermissionDenied.String()
}

// failure makes an error of the client library one of ours.
func failure(err error) error {
	if err == nil {
		return nil
	}
	var spark *sparkerrors.SparkError
	if !errors.As(err, &spark) {
		// What fails before the first answer is a gRPC error below the library's own, whose text is the whole statement.
		var below interface{ GRPCStatus() *status.Status }
		if errors.As(err, &below) {
			return &Error{Status: below.GRPCStatus().Code().String(), Message: below.GRPCStatus().Message()}
		}
		return err
	}
	return &Error{Class: spark.ErrorClass, State: spark.SqlState, Status: spark.Code.String(), Message: spark.Message}
}
