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

        var uses = new PtxUses();
        for (var number = 0u; number < blocks; number++)
        {
            var block = new PtxBlock(number, entry.SharedBytes);
            RunBlock(entry, block, [.. Enumerable.Range(0, (int)threads).Select(index => new PtxThread(entry.Registers, parameters, block, memory, uses, (uint)index, threads, blocks))]);
        }
    }

    private static void RunBlock(PtxEntry entry, PtxBlock block, PtxThread[] threads)
    {
        var warps = threads.Chunk(PtxThread.WarpSize).ToArray();
        while (true)
        {
            foreach (var warp in warps)
            {
                RunWarp(entry, warp);
            }

            if (Array.TrueForAll(threads, thread => thread.Pause == Pause.Done))
            {
                return;
            }

            if (!Array.TrueForAll(threads, thread => thread.Pause == Pause.Barrier && thread.Next == threads[0].Next))
            {
                throw new PtxException($"{entry.Name}: some threads of a block wait at a barrier that the others do not come to.");
            }

            block.Round++;
            Array.ForEach(threads, thread => thread.Pause = Pause.None);
        }
    }

    /// <summary>Runs the lanes of a warp until none has anything to do but to wait for others at a barrier.</summary>
    private static void RunWarp(PtxEntry entry, PtxThread[] warp)
    {
        while (true)
        {
            foreach (var thread in warp)
            {
                if (thread.Pause == Pause.None)
                {
                    entry.Run(thread);
                }
            }

            var exchanging = Array.FindAll(warp, thread => thread.Pause == Pause.Exchange);
            if (exchanging.Length == 0)
            {
                return;
            }

            // Lanes that ask who has come wait for nobody: those that ask at one place have come together.
            if (Array.Find(exchanging, thread => thread.Exchange.Mask is null) is { } asking)
            {
                exchanging = Array.FindAll(exchanging, thread => thread.Exchange.Mask is null && thread.Next == asking.Next);
            }

            Exchange(entry, exchanging);
        }
    }

    /// <summary>Exchanges values among lanes, which must all have come to the same instruction.</summary>
    private static void Exchange(PtxEntry entry, PtxThread[] lanes)
    {
        Span<ulong> given = stackalloc ulong[PtxThread.WarpSize];
        var mask = 0u;
        foreach (var thread in lanes)
        {
            (given[thread.Lane], mask) = (thread.Exchange.Value, mask | (1u << thread.Lane));
        }

        foreach (var thread in lanes)
        {
            if ((thread.Exchange.Mask ?? mask) != mask || thread.Next != lanes[0].Next)
            {
                throw new PtxException($"{entry.Name}: lanes exchange a value with others that do not come there.");
            }

            thread.Exchange.Take(thread, mask, given);
            thread.Pause = Pause.None;
        }
    }
}
