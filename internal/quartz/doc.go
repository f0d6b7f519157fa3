// Package quartz checks Quartz cron expressions, which Databricks takes, and translates them for schedulers that know the cron
// of Unix.
package quartz
