// The smallest useful adapter in Go: seven operations over zmq4. What may wait has a goroutine, which tries until its time is over. The complete one is ../zmq4/main.go.
package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"slices"
	"time"
	// GAP 2: Import your library.
	"context"
	"strings"

	"github.com/go-zeromq/zmq4"
	// END
)

type object map[string]any

// A refusal is an error with the protocol's word for it: would-block, wrong-state, no-route, address-in-use and others.
type refusal struct{ code, message string }

func (r refusal) Error() string { return r.message }

// GAP 3: Its name and exact version, and the version of ZMTP that it announces (3.1 or 3.0).
// ELSE var implementation, protocol = object{"name": "unnamed", "version": "0", "language": "Go"}, "3.1"
var implementation, protocol = object{"name": "zmq4", "version": "0.17.0", "language": "Go"}, "3.0"

// END

// GAP 4: What your library calls a socket, and the socket types that it has.
// ELSE type socket struct{}
// ELSE
// ELSE var types = map[string]func() *socket{"DEALER": nil, "ROUTER": nil}
type socket struct {
	zmq4.Socket
	// Recv cannot be called off: what it gets belongs to the next try.
	received chan [][]byte
	asked    bool
}

var types = map[string]func(context.Context, ...zmq4.Option) zmq4.Socket{"DEALER": zmq4.NewDealer, "ROUTER": zmq4.NewRouter, "REQ": zmq4.NewReq, "REP": zmq4.NewRep}

// END

func open(name string) (*socket, error) {
	// GAP 5: Open a socket of this type, which is one of gap 4.
	// ELSE return nil, errors.New("gap 5 is not filled")
	return &socket{types[name](context.Background(), zmq4.WithTimeout(10*time.Millisecond)), make(chan [][]byte, 1), false}, nil
	// END
}

func bind(s *socket, endpoint string) (string, error) {
	// GAP 6: Bind, and give the endpoint as it is bound: for port 0 with the port that the system chose.
	// ELSE return "", errors.New("gap 6 is not filled")
	if err := s.Listen(endpoint); err != nil {
		return "", err
	}
	return "tcp://" + s.Addr().String(), nil
	// END
}

func connect(s *socket, endpoint string) error {
	// GAP 7: Begin to connect. Do not wait for the connection.
	// ELSE return errors.New("gap 7 is not filled")
	go s.Dial(endpoint)
	return nil
	// END
}

func send(s *socket, parts [][]byte) error {
	// GAP 8: Try to send a message. Without room it is a refusal that says would-block; then it is tried again, if there is time.
	// ELSE return errors.New("gap 8 is not filled")
	err := s.SendMulti(zmq4.NewMsgFrom(parts...))
	if err != nil && strings.Contains(err.Error(), "no connections") {
		return refusal{"would-block", err.Error()}
	}
	return err
	// END
}

func receive(s *socket) ([][]byte, error) {
	// GAP 9: Try to receive a message. Without one it is a refusal that says would-block; then it is tried again, if there is time.
	// ELSE return nil, errors.New("gap 9 is not filled")
	if !s.asked {
		s.asked = true
		go func() {
			message, err := s.Recv()
			for ; err != nil && !errors.Is(err, context.Canceled); message, err = s.Recv() {
			}
			s.received <- message.Frames
		}()
	}
	select {
	case parts := <-s.received:
		s.asked = false
		return parts, nil
	case <-time.After(10 * time.Millisecond):
		return nil, refusal{"would-block", "no message"}
	}
	// END
}

func closeSocket(s *socket) error {
	// GAP 10: Close the socket.
	// ELSE return errors.New("gap 10 is not filled")
	// Its error tells that a connection was closed before.
	_ = s.Close()
	return nil
	// END
}

type request struct {
	ID, Socket         int
	Op, Type, Endpoint string
	Parts              [][]byte
	TimeoutMs          time.Duration
}

var operations = []string{"hello", "open", "bind", "connect", "send", "receive", "close"}

// Both belong to the goroutine of main; a closed socket is nil.
var sockets, handles = map[int]*socket{}, 0

func main() {
	for input := json.NewDecoder(bufio.NewReader(os.Stdin)); ; {
		var asked request
		if input.Decode(&asked) != nil {
			os.Exit(0)
		}
		if s := sockets[asked.Socket]; asked.Op == "send" || asked.Op == "receive" {
			go answer(s, asked)
		} else {
			answer(s, asked)
		}
	}
}

func answer(s *socket, asked request) {
	end := time.Now().Add(asked.TimeoutMs * time.Millisecond)
	result, err := act(s, asked)
	for code(err) == "would-block" && (asked.TimeoutMs < 0 || time.Now().Before(end)) {
		time.Sleep(time.Millisecond)
		result, err = act(s, asked)
	}
	line := object{"id": asked.ID, "ok": err == nil}
	if err != nil {
		result = object{"error": object{"code": code(err), "message": err.Error()}}
	}
	maps.Copy(line, result)
	text, _ := json.Marshal(line)
	// One write a line, as goroutines share the file.
	os.Stdout.Write(append(text, '\n'))
}

func code(err error) string {
	known := refusal{"failed", ""}
	errors.As(err, &known)
	return known.code
}

func act(s *socket, asked request) (object, error) {
	switch {
	case asked.Op == "hello":
		capabilities := object{"protocol": protocol, "socketTypes": slices.Collect(maps.Keys(types)), "transports": []string{"tcp"}, "mechanisms": []string{"NULL"},
			"options": []string{}, "operations": operations, "events": []string{}}
		return object{"version": 1, "implementation": implementation, "capabilities": capabilities, "choices": object{}}, nil
	case asked.Op == "open":
		opened, err := openKnown(asked.Type)
		handles++
		sockets[handles] = opened
		return object{"socket": handles}, err
	case !slices.Contains(operations, asked.Op):
		return nil, refusal{"unsupported", "no operation " + asked.Op}
	case s == nil:
		return nil, refusal{"closed", fmt.Sprintf("no socket %d", asked.Socket)}
	case asked.Op == "bind":
		endpoint, err := bind(s, asked.Endpoint)
		return object{"endpoint": endpoint}, err
	case asked.Op == "connect":
		return nil, connect(s, asked.Endpoint)
	case asked.Op == "send":
		return nil, send(s, asked.Parts)
	case asked.Op == "receive":
		parts, err := receive(s)
		return object{"parts": parts}, err
	}
	sockets[asked.Socket] = nil
	return nil, closeSocket(s)
}

func openKnown(name string) (*socket, error) {
	if _, known := types[name]; !known {
		return nil, refusal{"unsupported", "no socket type " + name}
	}
	return open(name)
}
