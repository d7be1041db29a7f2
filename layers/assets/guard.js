// Runs first, from a data: address, in strict sequence before leaflet.js and map.js; joined to one line, so no comment
// may follow code and every statement ends in a semicolon. GIVEN is replaced by [message, retry, ...early addresses].
(()=>{
const [message,retry,...early]=GIVEN,store=sessionStorage,tries=+store.mapTries||0,early_answers={};
early.forEach(a=>early_answers[a]=fetch(a).catch(()=>0));
window.MahallaMap={words:[message,retry],early:early_answers};
addEventListener('error',e=>{
if(e.target.tagName!='SCRIPT'||window.map)return;
const d=document,box=d.getElementById('map_div')||d.body,p=d.createElement('p'),b=d.createElement('button');
const again=()=>{store.mapTries=tries+1;location.reload();};
p.textContent=message;
b.textContent=retry;
b.onclick=again;
box.style.cssText+=';font:16px system-ui;text-align:center;padding-top:20vh;box-sizing:border-box';
box.replaceChildren(p,b);
window.Streamlit&&Streamlit.setFrameHeight(parseInt(box.style.height)||400);
setTimeout(again,Math.min(60,2**(tries+1))*1000);
},true);
})()
