package main

import (
	"context"
	"encoding/json"
	"time"

	"github.com/go-zeromq/zmq4"
)

// What zmq4 is, can do and chooses: the observed behaviour, not its documentation.

const version = "0.17.0"

type opener func(context.Context, ...zmq4.Option) zmq4.Socket

var types = map[string]opener{
	"REQ": zmq4.NewReq, "REP": zmq4.NewRep, "DEALER": zmq4.NewDealer, "ROUTER": zmq4.NewRouter, "PUB": zmq4.NewPub, "XPUB": zmq4.NewXPub,
	"SUB": zmq4.NewSub, "XSUB": zmq4.NewXSub, "PUSH": zmq4.NewPush, "PULL": zmq4.NewPull, "PAIR": zmq4.NewPair,
}

var typeNames = []string{"REQ", "REP", "DEALER", "ROUTER", "PUB", "XPUB", "SUB", "XSUB", "PUSH", "PULL", "PAIR"}

var topics = map[string]string{"subscribe": zmq4.OptionSubscribe, "unsubscribe": zmq4.OptionUnsubscribe}

var settings = map[string]func(json.RawMessage) []zmq4.Option{
	"routingId": func(value json.RawMessage) []zmq4.Option {
		return []zmq4.Option{zmq4.WithID(zmq4.SocketIdentity(octets(value)))}
	},
	"connectTimeout": func(value json.RawMessage) []zmq4.Option {
		return []zmq4.Option{zmq4.WithDialerTimeout(milliseconds(value))}
	},
	// Without an interval it does not connect again.
	"reconnectInterval": func(value json.RawMessage) []zmq4.Option {
		return []zmq4.Option{zmq4.WithDialerRetry(milliseconds(value)), zmq4.WithDialerMaxRetries(-1), zmq4.WithAutomaticReconnect(true)}
	},
}

func milliseconds(value json.RawMessage) (result time.Duration) {
	if json.Unmarshal(value, &result) != nil {
		panic(refusal{"invalid", "not a number: " + string(value)})
	}
	return result * time.Millisecond
}

var choices = map[string]string{}

func hello(request) object {
	return object{
		"version":        1,
		"implementation": object{"name": "zmq4", "version": version, "language": "Go", "url": "https://github.com/go-zeromq/zmq4"},
		"capabilities": object{
			"protocol": "3.0", "socketTypes": typeNames, "transports": []string{"tcp", "ipc", "inproc"}, "mechanisms": []string{"NULL"},
			"options":    []string{"connectTimeout", "reconnectInterval", "routingId", "subscribe", "unsubscribe"},
			"operations": []string{"hello", "open", "option", "bind", "connect", "send", "receive", "proxy", "close"}, "events": []string{},
		},
		"choices": choices,
	}
}
