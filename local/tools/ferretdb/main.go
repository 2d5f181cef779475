// FerretDB as a program of its own: speaks the MongoDB protocol on one port, keeps the data in PostgreSQL.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"github.com/FerretDB/FerretDB/v2/ferretdb"
)

func main() {
	telemetry := false
	database, err := ferretdb.New(&ferretdb.Config{
		PostgreSQLURL: os.Getenv("POSTGRESQL_URL"),
		ListenAddr:    os.Getenv("LISTEN_ADDRESS"),
		StateDir:      os.Getenv("STATE_FOLDER"),
		LogOutput:     os.Stderr,
		Telemetry:     &telemetry,
	})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	stopped, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	defer stop()
	database.Run(stopped)
}
