package livechat

default allow := false

allow if {
	not input.rights
	some alternative in data.methods[input.method].alternatives
	count(alternative - input.scopes) == 0
}

allow if {
	method := data.methods[input.method]
	method.right in input.rights
	some alternative in method.alternatives
	count(alternative - input.scopes) == 0
}
