using System;
using System.Collections.Generic;
using System.Linq;

namespace Descent.Generator.IR;

/// <summary>Who calls whom: the order in which bodies are copied, how large they become, and who calls itself.</summary>
internal static class CallGraph
{
    /// <summary>The functions that a program calls, at whatever distance, each after those that it calls itself.</summary>
    public static IReadOnlyList<Function> CalleesFirst(Program program, IReadOnlyList<Function> functions)
    {
        var order = new List<Function>();
        Visit(program, functions, order.Add, (_, _) => { });
        return order;
    }

    /// <summary>A call by which a function comes back to itself; <see langword="null"/> if none does.</summary>
    public static (Function Called, int Site)? FindRecursion(Program program, IReadOnlyList<Function> functions)
    {
        (Function, int)? found = null;
        Visit(program, functions, _ => { }, (called, site) => found ??= (called, site));
        return found;
    }

    /// <summary>How many instructions a program has once every call is replaced by a body.</summary>
    public static long Size(Program program, IReadOnlyList<Function> functions)
    {
        var sizes = new Dictionary<string, long>();
        foreach (var function in CalleesFirst(program, functions))
        {
            sizes[function.Name] = SizeOf(function.Body);
        }

        return SizeOf(program);

        long SizeOf(Program body) => body.Instructions.Items.Aggregate(
            0L, (size, instruction) => Math.Min(int.MaxValue, size + 1 + (instruction.Opcode == Opcode.Call && sizes.TryGetValue(instruction.Callee!, out var called) ? called : 0)));
    }

    /// <summary>Walks the calls in depth, without recursion of its own.</summary>
    private static void Visit(Program program, IReadOnlyList<Function> functions, Action<Function> leave, Action<Function, int> meetAgain)
    {
        var byName = functions.ToDictionary(function => function.Name);
        var isLeft = new Dictionary<string, bool>();
        var open = new Stack<(Function? Function, Queue<Instruction> Calls)>();
        open.Push((null, Calls(program)));
        while (open.Count > 0)
        {
            var (function, calls) = open.Peek();
            if (calls.Count == 0)
            {
                open.Pop();
                if (function is not null)
                {
                    isLeft[function.Name] = true;
                    leave(function);
                }

                continue;
            }

            var call = calls.Dequeue();
            if (!byName.TryGetValue(call.Callee!, out var called))
            {
                continue;
            }

            if (!isLeft.TryGetValue(called.Name, out var left))
            {
                isLeft[called.Name] = false;
                open.Push((called, Calls(called.Body)));
            }
            else if (!left)
            {
                meetAgain(called, call.Site);
            }
        }
    }

    private static Queue<Instruction> Calls(Program body) => new(body.Instructions.Items.Where(instruction => instruction.Opcode == Opcode.Call));
}
