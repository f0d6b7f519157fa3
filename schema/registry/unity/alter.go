package unity

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/typedml/typedml/internal/workspace"
	"github.com/typedml/typedml/schema/registry"
)

// Alter implements [registry.Catalog]; it needs a warehouse. When a step fails, the ones before it are taken back, and so is
// the step itself when it may have been done. Columns that were added stay, with no values.
func (c *Catalog) Alter(ctx context.Context, a *registry.Alteration) error {
	if c.warehouse == nil {
		return fmt.Errorf("databricks: alter table %s: only a SQL warehouse changes tables; name one, or publish under another name", a.Table)
	}
	call := workspace.Call{Op: "alter table", Object: a.Table, Needs: needs(a.Table, "MODIFY on "+a.Table)}
	steps := a.Steps()
	for i, step := range steps {
		err := c.warehouse.Exec(ctx, call, step.Do)
		if unknown(err) {
			i++
		}
		if err != nil {
			return errors.Join(err, c.undo(context.WithoutCancel(ctx), call, steps[:i]))
		}
	}
	return nil
}

// undo takes steps back, the last one first, and says what stays.
func (c *Catalog) undo(ctx context.Context, call workspace.Call, steps []registry.Step) (stays error) {
	for _, step := range slices.Backward(steps) {
		if step.Undo == nil {
			stays = errors.New("the columns that were to be added may be in the table, with no values: publish again to go on")
		}
		for _, text := range step.Undo {
			if err := c.warehouse.Exec(ctx, call, text); err != nil {
				return errors.Join(stays, fmt.Errorf("taking back what was changed: %w", err))
			}
		}
	}
	return stays
}
