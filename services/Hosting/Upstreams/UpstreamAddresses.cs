namespace EmotionGrpc.Hosting.Upstreams;

/// <summary>Reads where the instances of a service are: addresses, separated by commas.</summary>
public static class UpstreamAddresses
{
    /// <summary>Reads a setting.</summary>
    /// <param name="key">Its key, for errors.</param>
    /// <param name="text">Its value.</param>
    /// <exception cref="ConfigurationException">It is empty, an address is wrong, or one that is not TCP does not stand alone.</exception>
    public static IReadOnlyList<UpstreamAddress> Read(string key, string text)
    {
        UpstreamAddress[] addresses =
        [
            .. text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(one =>
                UpstreamAddress.TryParse(one, out var address)
                    ? address
                    : throw new ConfigurationException($"{key} has '{one}', which is not an address; {UpstreamAddress.Allowed}, several separated by commas.")),
        ];
        if (addresses.Length == 0)
            throw new ConfigurationException($"{key} is empty; {UpstreamAddress.Allowed}.");
        if (addresses.Length > 1 && !addresses.All(a => a.IsTcp))
            throw new ConfigurationException($"{key} has several addresses and one of them is a Unix socket or a name within the process; such a one must stand alone.");
        if (addresses.Select(a => a.Uri.Scheme).Distinct().Count() > 1)
            throw new ConfigurationException($"{key} has addresses of http and of https; allowed is one of the two for all.");
        if (addresses.Length > 1 && addresses.Any(a => a.IsName))
            throw new ConfigurationException($"{key} has several addresses and one of them is a name; allowed are one name, which stands for all addresses that DNS has for it, or several IP addresses.");
        return addresses;
    }
}
