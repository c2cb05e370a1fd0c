namespace Descent.Cuda.Tests.Machine;

/// <summary>Runs the blocks of a grid one after the other, and in each the threads side by side: they wait for one another at barriers and exchanges.</summary>
internal static class PtxBlocks
{
    public static void Run(PtxEntry entry, byte[] parameters, GlobalMemory memory, uint blocks, uint threads)
    {
        if (blocks == 0 || threads == 0 || threads > entry.MaxThreads)
        {
            throw new PtxException($"{blocks} blocks of {threads} threads are no grid of {entry.Name}, which has {entry.MaxThreads} at most.");
        }

        for (var block = 0u; block < blocks; block++)
        {
            var shared = new byte[entry.SharedBytes];
            RunBlock(entry, [.. Enumerable.Range(0, (int)threads).Select(index => new PtxThread(entry.Registers, parameters, shared, memory, (uint)index, threads, block, blocks))]);
        }
    }

    private static void RunBlock(PtxEntry entry, PtxThread[] threads)
    {
        while (true)
        {
            foreach (var thread in threads.Where(thread => thread.Pause == Pause.None))
            {
                entry.Run(thread);
            }

            var waiting = threads.Where(thread => thread.Pause != Pause.Done).ToList();
            if (waiting.Count == 0)
            {
                return;
            }

            // Lanes that ask who has come wait for nobody: those that ask at one place have come together.
            var exchanging = waiting.Where(thread => thread.Pause == Pause.Exchange).ToList();
            if (exchanging.Where(thread => thread.Exchange.Mask is null).GroupBy(thread => (thread.Warp, thread.Next)).ToList() is { Count: > 0 } counted)
            {
                counted.ForEach(lanes => Exchange(entry, [.. lanes]));
            }
            else if (exchanging.Count > 0)
            {
                exchanging.GroupBy(thread => thread.Warp).ToList().ForEach(warp => Exchange(entry, [.. warp]));
            }
            else if (waiting.Select(thread => thread.Next).Distinct().Count() == 1 && waiting.Count == threads.Length)
            {
                waiting.ForEach(thread => thread.Pause = Pause.None);
            }
            else
            {
                throw new PtxException($"{entry.Name}: some threads of a block wait at a barrier that the others do not come to.");
            }
        }
    }

    /// <summary>Exchanges values among the lanes of a warp, which must all have come to the same instruction.</summary>
    private static void Exchange(PtxEntry entry, PtxThread[] warp)
    {
        var mask = warp.Aggregate(0u, (all, thread) => all | (1u << thread.Lane));
        if (warp.Any(thread => (thread.Exchange.Mask ?? mask) != mask || thread.Next != warp[0].Next))
        {
            throw new PtxException($"{entry.Name}: lanes exchange a value with others that do not come there.");
        }

        var given = warp.ToDictionary(thread => thread.Lane, thread => thread.Exchange.Value);
        foreach (var thread in warp)
        {
            thread.Exchange.Take(given);
            thread.Pause = Pause.None;
        }
    }
}
