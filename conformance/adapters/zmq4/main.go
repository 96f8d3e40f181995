// The adapter of zmq4, ØMQ in Go (protocol: ../PROTOCOL.md). What the library does within a call, and so may wait, runs in goroutines.
package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"runtime/debug"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/go-zeromq/zmq4"
)

type object map[string]any

type request struct {
	ID, Socket, Frontend, Backend int
	Op, Type, Name, Endpoint      string
	Options                       map[string]json.RawMessage
	Value                         json.RawMessage
	Parts                         [][]byte
	TimeoutMs                     time.Duration
}

type refusal struct{ code, message string }

func (r refusal) Error() string { return r.message }

// A receive that found nothing in its time is left waiting, and what it gets belongs to the next one: Recv cannot be called off.
type entry struct {
	zmq4.Socket
	received  chan result
	receiving bool
	proxy     *zmq4.Proxy
}

type result struct {
	frames [][]byte
	err    error
}

// A try: no call of the library is one, so it is given so long to hand over what has arrived.
const try = 10 * time.Millisecond

var (
	mutex      sync.Mutex
	entries    = map[int]*entry{}
	handles    int
	operations = map[string]func(request) object{
		"open": open, "option": option, "bind": bind, "connect": connect, "send": send, "receive": receive, "proxy": proxy, "close": closeSocket,
	}
)

func main() {
	// A connection that the library forgets would be closed by the garbage collector, some time or never; what it does itself must show.
	debug.SetGCPercent(-1)
	debug.SetMemoryLimit(2 << 30)
	for input := json.NewDecoder(bufio.NewReader(os.Stdin)); ; {
		var asked request
		if input.Decode(&asked) != nil {
			os.Exit(0)
		}
		if asked.Op == "send" || asked.Op == "receive" {
			go answer(asked)
		} else {
			answer(asked)
		}
	}
}

func answer(asked request) {
	line := object{"id": asked.ID, "ok": true}
	defer func() {
		if fault := recover(); fault != nil {
			err, isError := fault.(error)
			if !isError {
				panic(fault)
			}
			line = object{"id": asked.ID, "ok": false, "error": object{"code": codeOf(err), "message": err.Error()}}
		}
		text, _ := json.Marshal(line)
		mutex.Lock()
		defer mutex.Unlock()
		os.Stdout.Write(append(text, '\n'))
	}()
	if operations[asked.Op] == nil && asked.Op != "hello" {
		panic(refusal{"unsupported", "no operation " + asked.Op})
	}
	act := map[bool]func(request) object{true: hello, false: operations[asked.Op]}[asked.Op == "hello"]
	for name, value := range act(asked) {
		line[name] = value
	}
}

func codeOf(err error) string {
	switch known := new(refusal); {
	case errors.As(err, known):
		return known.code
	case errors.As(err, new(zmq4.UnknownTransportError)):
		return "unsupported"
	case errors.Is(err, context.DeadlineExceeded), strings.Contains(err.Error(), "no connections available"):
		return "would-block"
	case errors.Is(err, syscall.EADDRINUSE):
		return "address-in-use"
	case errors.Is(err, context.Canceled):
		return "closed"
	case strings.Contains(err.Error(), "sockets can't"):
		return "unsupported"
	case strings.Contains(err.Error(), "invalid address"):
		return "invalid"
	}
	return "failed"
}

func must(err error) {
	if err != nil {
		panic(err)
	}
}

func find(handle int) *entry {
	mutex.Lock()
	defer mutex.Unlock()
	if entries[handle] == nil {
		panic(refusal{"closed", fmt.Sprintf("no socket %d", handle)})
	}
	return entries[handle]
}

func octets(value json.RawMessage) (result string) {
	var wrapped struct{ Base64 []byte }
	if json.Unmarshal(value, &result) != nil && json.Unmarshal(value, &wrapped) == nil {
		return string(wrapped.Base64)
	}
	return result
}

func open(asked request) object {
	if types[asked.Type] == nil {
		panic(refusal{"unsupported", "no socket type " + asked.Type})
	}
	options := []zmq4.Option{zmq4.WithTimeout(try)}
	for name, value := range asked.Options {
		if settings[name] == nil {
			panic(refusal{"unsupported", "no option " + name})
		}
		options = append(options, settings[name](value)...)
	}
	mutex.Lock()
	defer mutex.Unlock()
	handles++
	entries[handles] = &entry{Socket: types[asked.Type](context.Background(), options...), received: make(chan result, 1)}
	return object{"socket": handles}
}

func option(asked request) object {
	socket, name := find(asked.Socket), topics[asked.Name]
	if name == "" {
		panic(refusal{"unsupported", "no option " + asked.Name + " of an open socket"})
	}
	must(socket.SetOption(name, octets(asked.Value)))
	return nil
}

func bind(asked request) object {
	socket := find(asked.Socket)
	must(socket.Listen(asked.Endpoint))
	if strings.HasPrefix(asked.Endpoint, "tcp://") {
		return object{"endpoint": "tcp://" + socket.Addr().String()}
	}
	return object{"endpoint": asked.Endpoint}
}

func connect(asked request) object {
	socket := find(asked.Socket)
	go func() {
		if err := socket.Dial(asked.Endpoint); err != nil {
			fmt.Fprintln(os.Stderr, err)
		}
	}()
	return nil
}

func send(asked request) object {
	for end := time.Now().Add(asked.TimeoutMs * time.Millisecond); ; time.Sleep(time.Millisecond) {
		act := find(asked.Socket).Send
		if len(asked.Parts) > 1 {
			act = find(asked.Socket).SendMulti
		}
		err := act(zmq4.NewMsgFrom(asked.Parts...))
		if err == nil {
			return nil
		} else if codeOf(err) != "would-block" || asked.TimeoutMs >= 0 && time.Now().After(end) {
			panic(err)
		}
	}
}

func receive(asked request) object {
	socket := find(asked.Socket)
	if !socket.receiving {
		socket.receiving = true
		go socket.await()
	}
	wait := max(try, asked.TimeoutMs*time.Millisecond)
	if asked.TimeoutMs < 0 {
		wait = 1 << 62
	}
	select {
	case got := <-socket.received:
		socket.receiving = false
		must(got.err)
		if len(got.frames) == 0 {
			panic(refusal{"failed", "Recv gave a message of no frames"})
		}
		return object{"parts": got.frames}
	case <-time.After(wait):
		panic(refusal{"would-block", "no message"})
	}
}

// The end of each connection is told by an error of Recv; an application asks again.
func (e *entry) await() {
	for {
		message, err := e.Recv()
		if err == nil || errors.Is(err, context.Canceled) || strings.Contains(err.Error(), "can't recv") {
			e.received <- result{message.Frames, err}
			return
		}
		fmt.Fprintln(os.Stderr, "Recv:", err)
	}
}

func proxy(asked request) object {
	front, back := find(asked.Frontend), find(asked.Backend)
	front.proxy = zmq4.NewProxy(context.Background(), front.Socket, back.Socket, nil)
	back.proxy = front.proxy
	go front.proxy.Run()
	return nil
}

func closeSocket(asked request) object {
	socket := find(asked.Socket)
	mutex.Lock()
	delete(entries, asked.Socket)
	mutex.Unlock()
	if socket.proxy != nil {
		go socket.proxy.Kill()
	}
	must(socket.Close())
	return nil
}
