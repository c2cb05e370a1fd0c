namespace Descent.Distributed;

/// <summary>
/// The one binary tree by which the gradients of micro-batches are added, whatever the number of ranks: a node of level j stands for 2ʲ micro-batches in a row, counted
/// from the first, and is the sum of its two halves; where the second half has none, it is the first. A rank adds the nodes that are its own and sends what is left over.
/// </summary>
/// <param name="Count">How many micro-batches a step has.</param>
/// <param name="Ranks">How many ranks share them.</param>
internal readonly record struct MicroBatchTree(int Count, int Ranks)
{
    /// <summary>A node: micro-batches from <paramref name="First"/> on, 2 to the power of <paramref name="Level"/> of them, or as many as there are.</summary>
    internal readonly record struct Node(int First, int Level);

    /// <summary>One step of adding: a value that came is put on a stack, or the two on top are added.</summary>
    internal readonly record struct Operation(int Rank, int Node)
    {
        /// <summary>Whether the two on top are added.</summary>
        public bool Adds => Rank < 0;

        /// <summary>Adds the two on top.</summary>
        public static Operation Add { get; } = new(-1, 0);
    }

    /// <summary>The first micro-batch of a rank; of the number of ranks, the end.</summary>
    public int FirstOf(int rank) => (int)((long)Count * rank / Ranks);

    /// <summary>The largest nodes that are a rank's own, in their order.</summary>
    public IReadOnlyList<Node> NodesOf(int rank)
    {
        var nodes = new List<Node>();
        var end = FirstOf(rank + 1);
        for (var first = FirstOf(rank); first < end;)
        {
            var level = 0;
            while (first % (2 << level) == 0 && first + (1 << level) < Count && Math.Min(first + (2L << level), Count) <= end)
            {
                level++;
            }

            nodes.Add(new(first, level));
            first = (int)Math.Min(first + (1L << level), Count);
        }

        return nodes;
    }

    /// <summary>How many values are on the stack at most.</summary>
    public static int DepthOf(IReadOnlyList<Operation> operations)
    {
        var (depth, deepest) = (0, 0);
        foreach (var operation in operations)
        {
            depth += operation.Adds ? -1 : 1;
            deepest = Math.Max(deepest, depth);
        }

        return deepest;
    }

    /// <summary>How the root is made of the ranks' nodes, one operation after the other.</summary>
    public IReadOnlyList<Operation> TopOf()
    {
        var places = new Dictionary<Node, Operation>();
        for (var rank = 0; rank < Ranks; rank++)
        {
            foreach (var (index, node) in NodesOf(rank).Index())
            {
                places.Add(node, new(rank, index));
            }
        }

        var height = 0;
        while (1L << height < Count)
        {
            height++;
        }

        var operations = new List<Operation>();
        Visit(new(0, height), Count);
        return operations;

        void Visit(Node node, int count)
        {
            if (places.TryGetValue(node, out var place))
            {
                operations.Add(place);
                return;
            }

            var second = node.First + (1 << (node.Level - 1));
            Visit(node with { Level = node.Level - 1 }, count);
            if (second < count)
            {
                Visit(new(second, node.Level - 1), count);
                operations.Add(Operation.Add);
            }
        }
    }
}
