import { readFileSync, readdirSync } from 'node:fs';
import { open } from './module.mjs';
const m = await open(readFileSync(process.argv[2])); m.load(readFileSync('build/base.pack'));
const all = readdirSync('testdata/posts').filter(n=>n.endsWith('.jsonl')).sort().flatMap(n=>readFileSync('testdata/posts/'+n,'utf8').split('\n')).filter(Boolean).map(l=>JSON.parse(l));
let long='';for(const {text} of all) if(long.length+text.length+2<=10000) long+=text+'\n\n';
for(let r=0;r<3;r++)for(const {text} of all.slice(0,600)) m.analyze(text);
const now=()=>{const u=process.cpuUsage();return u.user+u.system};
const ts=[];let bytes=0;
for(let i=0;i<3000;i++){const at=(i*2617)%(long.length-1);if(!/[a-z]/.test(long[at]))continue;long=long.slice(0,at)+String.fromCharCode(97+i%26)+long.slice(at+1);const b=now();const r=m.analyze(long);ts.push(now()-b);bytes=JSON.stringify(r).length}
ts.sort((a,b)=>a-b);console.log('edit',ts[ts.length>>1],ts[10],'json bytes',bytes);
