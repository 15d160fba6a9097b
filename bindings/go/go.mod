module lianban.org/go

go 1.24
