// Command fetch downloads the native libraries that training needs on this system into the cache folder, once.
//
//	go run github.com/typedml/typedml/pipeline/train/fetch [-system os/arch] [-list] [xgboost] [lightgbm]
//
// Without names it fetches all. It exits 0 when the libraries are there, also when they were there before, and 1 with a
// message otherwise.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"

	"github.com/typedml/typedml/pipeline/train/wheel"
)

func main() {
	system := flag.String("system", wheel.Host().String(), "the system to fetch for, such as linux/arm64")
	python := flag.String("python", "", "the Python whose pip downloads (default python3, else python)")
	list := flag.Bool("list", false, "print the table of wheels and fetch nothing")
	flag.Parse()

	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, *system, *python, *list, flag.Args()); err != nil {
		stop()
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(ctx context.Context, system, python string, list bool, engines []string) error {
	if list {
		for _, w := range wheel.Wheels() {
			fmt.Printf("%-14s %9d  %s  %s\n", w.System, w.Size, w.SHA256, w.Name())
		}
		return nil
	}
	sys, err := wheel.ParseSystem(system)
	if err != nil {
		return err
	}
	if len(engines) == 0 {
		engines = wheel.Engines()
	}
	wheels := make([]wheel.Wheel, len(engines))
	for i, engine := range engines {
		if wheels[i], err = wheel.Find(engine, sys); err != nil {
			return err
		}
	}
	for _, w := range wheels {
		path, err := wheel.Fetch(ctx, w, wheel.FetchOptions{Python: python, Log: os.Stdout})
		if err != nil {
			return err
		}
		fmt.Println(path)
	}
	return nil
}
