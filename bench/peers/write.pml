/* A store on a master with 3 replicas, for KEYS keys, without times: what bench/orderings/*.yaml explores
   with times. Each node has one processor and one disk, each serves one thing at a time in the order of arrival.
     spin -a -DKEYS=2 write.pml && cc -O2 -DSAFETY -o pan pan.c && ./pan -m100000
   KEYS keys are stored at once on node 0; a link does not queue, but each pair's stream keeps its order. */
#ifndef KEYS
#define KEYS 1
#endif
#define NODES 4

chan cpu[NODES] = [KEYS] of { byte };
chan disk[NODES] = [KEYS] of { byte };
chan link[NODES] = [KEYS] of { byte };
byte persisted[NODES];
byte cached[NODES];

proctype Cpu(byte node) {
  byte key;
end:
  do
  :: atomic { cpu[node]?key ->
       cached[node]++;
       disk[node]!key;
       if
       :: node == 0 -> link[1]!key; link[2]!key; link[3]!key
       :: else
       fi;
       key = 0 }
  od
}

proctype Disk(byte node) {
  byte key;
end:
  do
  :: atomic { disk[node]?key -> persisted[node]++; key = 0 }
  od
}

proctype Link(byte node) {
  byte key;
end:
  do
  :: atomic { link[node]?key -> cpu[node]!key; key = 0 }
  od
}

init {
  byte i;
  atomic {
    for (i : 1 .. KEYS) { cpu[0]!i }
    for (i : 0 .. NODES - 1) { run Cpu(i); run Disk(i) }
    for (i : 1 .. NODES - 1) { run Link(i) }
  }
}
