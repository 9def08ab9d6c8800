package livechat

default allow := false

allow if {
	method := data.methods[input.method]
	granted(method.right)
	some alternative in method.alternatives
	every scope in alternative {
		scope in input.scopes
	}
}

granted(_) if not input.rights

granted(right) if right in input.rights
