namespace Descent.Distributed;

/// <summary>Which rows of a tensor have gradients in the step under way: in each sum of each rank, and on which rank's share.</summary>
internal sealed class RowsOfStep
{
    private int[][][] _sent = [];
    private int[][] _stepped = [];

    /// <summary>This rank.</summary>
    public int Rank { get; private set; }

    /// <summary>Those of this rank's share that some sum has, ascending, counted in the whole tensor.</summary>
    public int[] Stepped { get; private set; } = [];

    /// <summary>Those of a rank's share.</summary>
    public int[] SteppedOn(int rank) => _stepped[rank];

    /// <summary>Begins a step.</summary>
    /// <param name="rank">This rank.</param>
    /// <param name="sent">Of each rank, the rows of each of its sums: of other ranks those on this one's share, of this rank all.</param>
    /// <param name="stepped">The rows of this rank's share that some sum has.</param>
    public void Begin(int rank, int[][][] sent, int[] stepped) => (Rank, _sent, Stepped) = (rank, sent, stepped);

    /// <summary>Notes which rows are stepped, rank by rank.</summary>
    public void Complete(int[][] stepped) => _stepped = stepped;

    /// <summary>How many rows of a range a rank sends of one of its sums.</summary>
    public int CountSent(int rank, int sum, int firstRow, int count)
    {
        var (first, end) = RangeOf(_sent[rank][sum], firstRow, count);
        return end - first;
    }

    /// <summary>Begins to look for the rows of this rank's share, one after the other.</summary>
    public Cursors FindRows() => new(_sent, Rank);

    /// <summary>Where the rows of a range are among some, which ascend.</summary>
    public static (int First, int End) RangeOf(int[] rows, int firstRow, int count) => (PlaceOf(rows, firstRow), PlaceOf(rows, firstRow + count));

    /// <summary>All rows that one of some has, ascending.</summary>
    public static int[] Union(IEnumerable<int[]> all)
    {
        int[] rows = [.. all.SelectMany(some => some)];
        Array.Sort(rows);
        var count = 0;
        foreach (var row in rows)
        {
            if (count == 0 || rows[count - 1] != row)
            {
                rows[count++] = row;
            }
        }

        return rows[..count];
    }

    /// <summary>How many rows so many weights are: none of a tensor without columns, in which no row has any.</summary>
    public static int CountOf(int weights, int columns) => columns == 0 ? 0 : weights / columns;

    private static int PlaceOf(int[] rows, int row)
    {
        var place = Array.BinarySearch(rows, row);
        return place < 0 ? ~place : place;
    }

    /// <summary>Where the next row is in each sum of each rank.</summary>
    internal readonly struct Cursors
    {
        private readonly int[][][] _rows;
        private readonly int[][] _next;
        private readonly int[][] _before;

        /// <summary>Begins before the first row.</summary>
        /// <param name="rows">The rows of each sum of each rank.</param>
        /// <param name="rank">The rank all of whose rows are there; those of the others come one sum after the other.</param>
        public Cursors(int[][][] rows, int rank)
        {
            _rows = rows;
            _next = [.. rows.Select(sums => new int[sums.Length])];
            _before = [.. rows.Select((sums, sender) => sums.Select((_, sum) => sender == rank ? 0 : sums.Take(sum).Sum(before => before.Length)).ToArray())];
        }

        /// <summary>Where a row is among the values of a rank; −1 where the sum does not have it. No row comes after one that follows it.</summary>
        public int Find(int rank, int sum, int row)
        {
            var rows = _rows[rank][sum];
            ref var next = ref _next[rank][sum];
            while (next < rows.Length && rows[next] < row)
            {
                next++;
            }

            return next < rows.Length && rows[next] == row ? _before[rank][sum] + next : -1;
        }
    }
}
